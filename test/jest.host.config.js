const base = require('./jest.base.config.js');

const [swc] = Object.values(base.transform);

/** Those that need no n8n process of their own. */
const AT_AN_ADDRESS = [
	'connections',
	'lucaComplete',
	'microBiltComplete',
	'omniFundComplete',
	'bookingExpertsComplete',
].map((name) => `<rootDir>/test/host/${name}.test.ts`);

module.exports = {
	...base,
	// pixelmatch is an ES module.
	transform: { ...base.transform, 'pixelmatch/.+\\.js$': swc },
	transformIgnorePatterns: ['/node_modules/(?!pixelmatch/)'],
	displayName: 'host',
	testMatch: process.env.BACKOFFICE_N8N_URL
		? AT_AN_ADDRESS
		: ['<rootDir>/test/host/**/*.test.ts', '<rootDir>/test/browser/**/*.test.ts'],
	testTimeout: 180_000,
	maxWorkers: 2,
};
