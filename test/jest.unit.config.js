module.exports = {
	...require('./jest.base.config.js'),
	displayName: 'unit',
	testMatch: ['<rootDir>/test/unit/**/*.test.ts', '<rootDir>/test/simulators/**/*.test.ts'],
	testTimeout: 30_000,
	maxWorkers: '100%',
};
