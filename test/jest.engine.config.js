module.exports = {
	...require('./jest.base.config.js'),
	displayName: 'engine',
	testMatch: ['<rootDir>/test/engine/**/*.test.ts'],
	testTimeout: 60_000,
	// They wait more than they reckon, also where there are two processors only.
	maxWorkers: 2,
};
