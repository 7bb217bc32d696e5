module.exports = {
	...require('./jest.base.config.js'),
	displayName: 'queue',
	testMatch: ['<rootDir>/test/queue/**/*.test.ts'],
	testTimeout: 300_000,
	maxWorkers: 1,
};
