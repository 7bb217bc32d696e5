const base = require('./jest.base.config.js');

const [swc] = Object.values(base.transform);

module.exports = {
	...base,
	// pixelmatch is an ES module.
	transform: { ...base.transform, 'pixelmatch/.+\\.js$': swc },
	transformIgnorePatterns: ['/node_modules/(?!pixelmatch/)'],
	displayName: 'host',
	testMatch: ['<rootDir>/test/host/**/*.test.ts', '<rootDir>/test/browser/**/*.test.ts'],
	testTimeout: 180_000,
	maxWorkers: 1,
};
