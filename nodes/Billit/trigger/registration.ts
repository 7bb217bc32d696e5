import { outcomeOf } from '../../../credentials/base/outcome';
import { isRecord, property } from '../../../credentials/base/values';
import { ApiError } from '../../shared/errors';
import { at } from '../../shared/path';
import type { BillitApi } from '../api';
import type { Pair } from './events';

const PATH = '/v1/webhooks';

/** What the trigger keeps of a registration; only creation and refresh tell the secret. */
interface Registration {
	id: string;
	secret: string;
	url: string;
}

/** By pair, such as `Order/U`. */
export type Registrations = Record<string, Registration>;

const keyOf = ({ entity, update }: Pair) => `${entity}/${update}`;

interface Found {
	id: string;
	key: string;
	url: string;
}

/** The webhooks of the company at Billit; of this company only, and without secrets. */
async function existing(api: BillitApi, headers: Record<string, string>): Promise<Found[]> {
	const rows = await api.rows(PATH, undefined, headers);
	return rows.map((row) => ({
		id: String(property(row, 'webhookID') ?? ''),
		key: `${String(property(row, 'entityType'))}/${String(property(row, 'entityUpdateType'))}`,
		url: String(property(row, 'webhookURL') ?? ''),
	}));
}

/** Whether each pair is registered once, for this address, with a secret at hand, and no other is. */
export async function isRegistered(
	api: BillitApi,
	headers: Record<string, string>,
	pairs: Pair[],
	url: string,
	kept: Registrations,
): Promise<boolean> {
	const here = (await existing(api, headers)).filter((each) => each.url === url);
	if (here.length !== pairs.length) return false;
	return pairs.every((pair) => {
		const key = keyOf(pair);
		const registration = kept[key];
		return (
			registration !== undefined &&
			registration.secret !== '' &&
			registration.url === url &&
			here.some((each) => each.key === key && each.id === registration.id)
		);
	});
}

/**
 * Registers what is missing, takes away doubles and what belonged to an earlier address, and gets a new
 * secret where none is known.
 * @returns what to keep
 * @throws ApiError after having taken back what this call itself had registered
 */
export async function register(
	api: BillitApi,
	headers: Record<string, string>,
	pairs: Pair[],
	url: string,
	kept: Registrations,
): Promise<Registrations> {
	const found = await existing(api, headers);
	const wanted = new Set(pairs.map(keyOf));
	const ours = new Set(Object.values(kept).map(({ id }) => id));
	const result: Registrations = {};
	const stale = found.filter(
		({ id, key, url: address }) =>
			(address === url && !wanted.has(key)) || (address !== url && ours.has(id)),
	);
	const fresh: string[] = [];
	const outcome = await outcomeOf(
		(async () => {
			for (const pair of pairs) {
				const key = keyOf(pair);
				const same = found.filter((each) => each.key === key && each.url === url);
				const known = same.find(({ id }) => id === kept[key]?.id);
				const [keep = undefined, ...doubles] = known
					? [known, ...same.filter((each) => each !== known)]
					: same;
				stale.push(...doubles);
				if (!keep) {
					const made = await create(api, headers, pair, url);
					fresh.push(made.id);
					result[key] = made;
				} else {
					const secret = kept[key]?.id === keep.id ? (kept[key]?.secret ?? '') : '';
					result[key] = {
						id: keep.id,
						url,
						secret: secret || (await refreshSecret(api, headers, keep.id)),
					};
				}
			}
		})(),
	);
	if (!outcome.ok) {
		for (const id of fresh) await outcomeOf(remove(api, headers, id));
		throw outcome.error;
	}
	for (const { id } of stale) await remove(api, headers, id);
	return result;
}

/** Takes every registration away; one that is gone already is none to worry about. */
export async function unregister(
	api: BillitApi,
	headers: Record<string, string>,
	kept: Registrations,
): Promise<void> {
	for (const { id } of Object.values(kept)) await remove(api, headers, id);
}

async function create(
	api: BillitApi,
	headers: Record<string, string>,
	pair: Pair,
	url: string,
): Promise<Registration> {
	const { body } = await api.request({
		method: 'POST',
		path: PATH,
		body: { EntityType: pair.entity, EntityUpdateType: pair.update, WebhookURL: url },
		headers,
	});
	const registered = isRecord(body) ? body : {};
	const id = property(registered, 'webhookID');
	if (id === undefined || id === null) throw new ApiError('Billit registered no webhook');
	const secret = property(registered, 'secret');
	return {
		id: String(id),
		url,
		secret:
			typeof secret === 'string' && secret !== ''
				? secret
				: await refreshSecret(api, headers, String(id)),
	};
}

async function refreshSecret(
	api: BillitApi,
	headers: Record<string, string>,
	id: string,
): Promise<string> {
	const { body } = await api.request({ method: 'POST', path: at(PATH, 'refresh', id), headers });
	const secret = isRecord(body) ? property(body, 'secret') : body;
	if (typeof secret !== 'string' || secret === '') {
		throw new ApiError('Billit gave no secret for the webhook', {
			description: 'Without it nobody could tell whether a call really comes from Billit',
		});
	}
	return secret;
}

async function remove(api: BillitApi, headers: Record<string, string>, id: string): Promise<void> {
	await api.request({ method: 'DELETE', path: at(PATH, id), headers, accept: [404] });
}
