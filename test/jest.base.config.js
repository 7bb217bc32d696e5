const path = require('path');

/** Shared by every jest suite: TypeScript through swc, no type check (that is `npm run typecheck`). */
module.exports = {
	rootDir: path.resolve(__dirname, '..'),
	testEnvironment: 'node',
	transform: {
		'^.+\\.[cm]?tsx?$': [
			'@swc/jest',
			{
				jsc: {
					parser: { syntax: 'typescript', decorators: true },
					transform: { legacyDecorator: true, decoratorMetadata: true },
					target: 'es2022',
				},
				module: { type: 'commonjs' },
			},
		],
	},
	testPathIgnorePatterns: ['/node_modules/', '/dist/'],
	modulePathIgnorePatterns: ['<rootDir>/test/host/n8n/', '<rootDir>/dist/', '<rootDir>/packages/'],
	setupFiles: ['reflect-metadata'],
};
