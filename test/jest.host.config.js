module.exports = {
	...require('./jest.base.config.js'),
	displayName: 'host',
	testMatch: ['<rootDir>/test/host/**/*.test.ts', '<rootDir>/test/browser/**/*.test.ts'],
	testTimeout: 180_000,
	maxWorkers: 1,
};
