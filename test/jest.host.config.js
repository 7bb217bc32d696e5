/** Those that need no n8n process of their own. */
const AT_AN_ADDRESS = [
	'connections',
	'lucaComplete',
	'microBiltComplete',
	'omniFundComplete',
	'bookingExpertsComplete',
].map((name) => `<rootDir>/test/host/${name}.test.ts`);

module.exports = {
	...require('./jest.base.config.js'),
	displayName: 'host',
	testMatch: process.env.BACKOFFICE_N8N_URL
		? AT_AN_ADDRESS
		: ['<rootDir>/test/host/**/*.test.ts', '<rootDir>/test/browser/**/*.test.ts'],
	testTimeout: 180_000,
	maxWorkers: 1,
};
