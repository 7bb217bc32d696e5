module.exports = {
	...require('./jest.base.config.js'),
	displayName: 'engine',
	testMatch: ['<rootDir>/test/engine/**/*.test.ts'],
	testTimeout: 60_000,
};
