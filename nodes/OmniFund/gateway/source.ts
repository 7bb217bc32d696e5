/** As in package.json, which code that was installed has no sure way to; a test compares them. */
export const PACK_VERSION = '0.1.0';

/** What a payment tells of who made it. The gateway takes twenty characters for each. */
export const SOURCE = {
	x_module_description: 'n8n-nodes-backoffice',
	x_source_description: `${'n8n-backoffice'.slice(0, 19 - PACK_VERSION.length)} ${PACK_VERSION}`,
};
