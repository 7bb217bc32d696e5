/** What stands beside the pack: scripts, packages, and the pages that are made of the code. */
module.exports = {
	...require('./jest.base.config.js'),
	displayName: 'scripts',
	testMatch: ['<rootDir>/test/scripts/**/*.test.ts'],
	testTimeout: 30_000,
	maxWorkers: '100%',
};
