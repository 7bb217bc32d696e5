module.exports = {
	...require('./jest.base.config.js'),
	displayName: 'queue',
	testMatch: ['<rootDir>/test/queue/**/*.test.ts'],
	// The bridge is in no package: it is measured on demand (docs/decisions/2026-11-27-bridge.md).
	...(process.env.BRIDGE_ROUNDS
		? {}
		: { testPathIgnorePatterns: ['/node_modules/', '/bridge\\.test'] }),
	testTimeout: 300_000,
	maxWorkers: 2,
};
