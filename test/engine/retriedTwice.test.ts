import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';
import { cardSale } from '../support/payments';
import type { Engine, RunResult } from './support/engine';
import { OwnVendor, reply } from './support/ownVendor';
import { packEngine, runOperation } from './support/pack';
import { impatient } from './support/patience';

/**
 * A failed execution that is retried more than once: n8n's editor offers Retry on it until a retry went well, and each
 * begins with what the first execution had stored.
 */

impatient();

let vendor: OwnVendor;
let engine: Engine;
beforeEach(async () => {
	vendor = await new OwnVendor().start();
	engine = packEngine();
});
afterEach(async () => await vendor.stop());

interface Write {
	type: string;
	settings: ICredentialDataDecryptedObject;
	operation: string;
	parameters: INodeParameters;
	/** What the vendor answers, when it does it. */
	done: unknown;
}

const ownCall = (path: string): INodeParameters => ({
	method: 'POST',
	path,
	body: '={{ JSON.stringify({ name: $json.name }) }}',
	options: {},
});

const WRITES: Record<string, Write> = {
	'a record of Billit': {
		type: 'billitApi',
		settings: { apiKey: 'canary-billit-key', partyId: '1001' },
		operation: 'customApiCall.send',
		parameters: ownCall('/v1/products'),
		done: { id: 1 },
	},
	'a record of Booking Experts': {
		type: 'bookingExpertsApi',
		settings: { apiKey: 'canary-key' },
		operation: 'customApiCall.send',
		parameters: ownCall('/v3/reservations'),
		done: { data: { id: '1' } },
	},
	'a report of MicroBilt': {
		type: 'microBiltOAuth2Api',
		settings: { clientId: 'client', clientSecret: 'canary-secret-of-client' },
		operation: 'customApiCall.send',
		parameters: ownCall('/Some/GetReport'),
		done: { RqUID: '{1}' },
	},
	'a payment without an Invoice ID': {
		type: 'omniFundApi',
		settings: { apiKeyId: 'key', apiKeySecret: 'canary-key-secret' },
		operation: 'cardPayment.sale',
		parameters: cardSale({ amount: '={{ $json.amount }}', options: { memo: '={{ $json.name }}' } }),
		done: { status: 'G', description: 'APPROVED', term_code: 0 },
	},
};

const NAMES = ['zero', 'one', 'two', 'three'];

/** Which of the items left and was taken, in order. */
let taken: string[] = [];

/** A vendor that is too busy for one item. */
function isBusyFor(busy: string, done: unknown): void {
	vendor.answer = ({ path, body }, response) => {
		const name = NAMES.find((each) => new RegExp(`\\b${each}\\b`).test(body)) ?? '';
		if (/token/i.test(path)) {
			const token = { access_token: 'canary-access', token_type: 'BearerToken', expires_in: 3600 };
			return reply(response, token);
		}
		if (name === busy) return reply(response, { message: 'Slow down' }, 422);
		taken.push(name);
		reply(response, done);
	};
}

describe.each(Object.entries(WRITES))(
	'%s',
	(_, { type, settings, operation, parameters, done }) => {
		let credential: string;
		beforeEach(() => {
			taken = [];
			const hosts = { environment: 'custom', apiBaseUrl: vendor.origin };
			credential = engine.addCredential(type, { ...hosts, ...settings });
		});
		const run = async (busy: string, retryOf?: RunResult): Promise<RunResult> => {
			isBusyFor(busy, done);
			const input = NAMES.map((name, index) => ({ json: { name, amount: `${index + 20}.00` } }));
			return await runOperation(engine, type, credential, operation, parameters, {
				input,
				retryOf,
			});
		};

		it('leaves once, whichever execution is retried', async () => {
			const first = await run('one');
			expect(first.error).toBeDefined();
			const second = await run('two', first);
			expect(second.error).toBeDefined();
			const third = await run('three', first);
			expect(third.error).toBeDefined();
			const last = await run('', second);
			expect(last.error).toBeUndefined();
			expect(last.items).toHaveLength(4);
			expect(taken).toEqual(NAMES);
		});

		it('leaves once when two retries run at the same time', async () => {
			const first = await run('one');
			const both = await Promise.all([run('', first), run('', first)]);
			expect(both.map(({ items }) => items.length)).toEqual([4, 4]);
			expect(taken).toEqual(NAMES);
		});

		it('leaves again in an execution of its own', async () => {
			await run('');
			await run('');
			expect(taken).toEqual([...NAMES, ...NAMES]);
		});
	},
);
