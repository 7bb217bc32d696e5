const base = require('./jest.base.config.js');

module.exports = {
	...base,
	displayName: 'engine',
	setupFiles: [...base.setupFiles, '<rootDir>/test/engine/support/setup.ts'],
	testMatch: ['<rootDir>/test/engine/**/*.test.ts'],
	testTimeout: 60_000,
	// They wait more than they reckon, also where there are two processors only.
	maxWorkers: 2,
};
