import type { IExecuteFunctions } from 'n8n-workflow';
import { string } from '../../../nodes/shared/fields';
import { operationOf, resource } from '../../../nodes/shared/operation/operation';
import { Readers } from '../../../nodes/shared/operation/rawValues';
import { run } from '../../../nodes/shared/operation/runner';
import { nodes } from '../../../scripts/registry';

describe('the parameters of the next item', () => {
	/** Runs three items of an operation whose calls take a while, and tells what happened in which order. */
	async function happenings(kind: 'read' | 'write', broken?: number): Promise<string[]> {
		const seen: string[] = [];
		const act = operationOf<object>()({
			name: 'Act',
			action: 'Act',
			description: 'Acts',
			kind,
			fields: { name: string({ label: 'Name', description: 'Name' }) },
			async run({ values }) {
				seen.push(`sent ${values.name}`);
				await new Promise((resolve) => setTimeout(resolve, 20));
				seen.push(`done ${values.name}`);
				return { name: values.name };
			},
		});
		const context = {
			getInputData: () => [{ json: {} }, { json: {} }, { json: {} }],
			getNode: () => ({ parameters: { name: '={{ $json.name }}' } }),
			getTimezone: () => 'UTC',
			continueOnFail: () => false,
			getNodeParameter(name: string, item: number, fallback: unknown) {
				if (name === 'resource') return 'thing';
				if (name === 'operation') return 'act';
				if (name !== 'name') return fallback;
				seen.push(`read ${item}`);
				if (item === broken) throw new Error(`No name in item ${item}`);
				return String(item);
			},
		} as object as IExecuteFunctions;
		const execute = run([resource<object>('Thing', [act])], () => ({}));
		await execute.call(context).catch(({ message }: Error) => seen.push(message));
		return seen;
	}

	it('are read while an item is written', async () => {
		expect(await happenings('write')).toEqual([
			...['read 0', 'sent 0', 'read 1', 'done 0'],
			...['sent 1', 'read 2', 'done 1'],
			...['sent 2', 'done 2'],
		]);
	});

	it('are told at its turn where they are wrong, and the item before it is written', async () => {
		expect(await happenings('write', 1)).toEqual([
			...['read 0', 'sent 0', 'read 1', 'done 0'],
			...['read 1', 'No name in item 1'],
		]);
	});
});

it('an item that has had its turn is not prepared again', () => {
	const made: number[] = [];
	const readers = new Readers(
		3,
		(itemIndex) => {
			made.push(itemIndex);
			return () => itemIndex;
		},
		(rawOf) => rawOf('name', ''),
	);
	readers.of(1);
	readers.prepare();
	readers.prepare();
	readers.of(2);
	readers.prepare();
	expect(made).toEqual([1, 2]);
});

describe('writes at the same time', () => {
	const offering = nodes.flatMap(({ node }) =>
		node.description.properties
			.filter(({ options = [] }) => options.some(({ name }) => name === 'writesAtOnce'))
			.map(({ displayOptions }) => ({ node: node.description.name, show: displayOptions?.show })),
	);

	it('are offered where nothing is paid', () => {
		expect(new Set(offering.map(({ node }) => node))).toEqual(
			new Set(['billit', 'bookingExperts', 'luca']),
		);
		expect(JSON.stringify(offering)).not.toMatch(
			/payment|receipt|posRegister|genericRecord|report"/i,
		);
	});
});
