import type { IDataObject } from 'n8n-workflow';
import { output } from '../shared/operation/output';
import { bringsNothing, noRecord } from '../shared/records';
import { moved, notice, type Field, type Fields } from '../shared/fields';
import { camelCase, readAll, type Call, type Operation } from '../shared/operation/operation';
import { segment } from '../shared/path';
import type { MicroBiltApi } from './api';
import type { Form } from './forms/parts';
import { headerOf, messageHeader, REPORT_OPTIONS, withRaw, type ReportChoices } from './options';
import { CATALOGUE, type ProductName } from './products';
import { dryRun, environmentOf, order, type Answer, type Order } from './purchase';
import { ARCHIVED_MS, simplified, statusOf, statusProblem, withoutEcho } from './reply';
import { recordOr } from '../shared/objects';

/** In the panel of everything that costs money. */
export const charged = notice(
	'MicroBilt charges for each call. An AI agent that has this tool can make such calls without asking.',
);

/** Where it stood before it was one of the options; workflows that were saved with it keep it. */
const movedHeader = moved(messageHeader);

interface ReportDefinition<F extends Fields> {
	product: ProductName;
	name: string;
	action: string;
	/** Without the words on cost, which are added. */
	description: string;
	form: Form<F>;
	/** The answer has a decision or a score. */
	simple?: boolean;
	/** What the product's options have beside those of every report. */
	options?: keyof typeof REPORT_OPTIONS;
}

/** An operation that orders a report of the catalogue. */
export function report<F extends Fields>(definition: ReportDefinition<F>): Operation<MicroBiltApi> {
	const { product, form, name, action } = definition;
	const { path } = CATALOGUE[product] ?? { path: '' };
	const options: Field<ReportChoices> = REPORT_OPTIONS[definition.options ?? 'plain'];
	const header = Object.hasOwn(options.inner ?? {}, 'messageHeader') ? movedHeader : messageHeader;
	const description = `${definition.description}. This costs money`;
	return {
		name,
		value: camelCase(name),
		action,
		description,
		kind: 'purchase',
		fields: {
			charged,
			...form.fields,
			...(path === '' || header === movedHeader ? {} : { messageHeader }),
			...(definition.simple ? output : {}),
			options,
			...(header === movedHeader ? { messageHeader: movedHeader } : {}),
		},
		async run(call, readField) {
			const values = readAll(form.fields, readField);
			const simple = definition.simple === true && readField('simplify', output.simplify);
			const choices = readField('options', options);
			const given =
				path === ''
					? undefined
					: { ...readField('messageHeader', header), ...choices.messageHeader };
			const body = form.body(values, shapeOf(product, choices));
			const wanted = await orderOf(call.api, product, body, choices, given);
			return await ordered(call, wanted, choices, { product, simple });
		},
	};
}

function shapeOf(
	product: ProductName,
	{ contactInfoAs = 'auto', employmentAs, ownerAs, streetAs = 'auto' }: ReportChoices,
) {
	const { oneContact = false, splitsStreet = false } = CATALOGUE[product] ?? {};
	return {
		oneContact: contactInfoAs === 'auto' ? oneContact : contactInfoAs === 'object',
		oneEmployment: employmentAs === 'object',
		splitsStreet: streetAs === 'auto' ? splitsStreet : streetAs === 'parts',
		ownerList: ownerAs === 'list',
	};
}

async function orderOf(
	api: MicroBiltApi,
	product: ProductName,
	form: IDataObject,
	choices: ReportChoices,
	header: Parameters<typeof headerOf>[0] | undefined,
): Promise<Order> {
	const { path: usual } = CATALOGUE[product] ?? { path: '' };
	const body = withRaw(form, choices);
	const path = choices.callPath === '/' ? '' : (choices.callPath ?? usual);
	const asked = header === undefined ? undefined : headerOf(header, await api.credentials());
	const whole = asked === undefined ? body : { MsgRqHdr: asked, ...body };
	return {
		method: 'POST',
		path: `${apiPath(choices.apiName, product)}${path}`,
		body: choices.wrapRequest ? { MBCLVRq: whole } : whole,
	};
}

/** The path of an API by its name, the user's own or the usual one. */
export const apiPath = (own: string | undefined, usual: string): string =>
	`/${segment(own?.trim() || usual, 'API Name')}`;

/** Orders what a form asks of one call of an API, with the raw body over it. */
export async function orderedForm(
	call: Call<MicroBiltApi>,
	{ api, part, form }: { api: string; part: string; form: IDataObject },
	choices: ReportChoices,
): Promise<IDataObject> {
	const path = `${apiPath(choices.apiName, api)}/${part}`;
	const wanted: Order = { method: 'POST', path, body: withRaw(form, choices) };
	return await ordered(call, wanted, choices, { product: api });
}

/** Orders something and shows the answer, or only what would leave. */
export async function ordered(
	call: Call<MicroBiltApi>,
	wanted: Order,
	choices: ReportChoices,
	presentation: Presentation,
): Promise<IDataObject> {
	if (choices.dryRun) return await dryRun(call.api, wanted);
	const { includeRequestEcho } = choices;
	return await present(call, await order(call, wanted, choices), {
		includeRequestEcho,
		...presentation,
	});
}

interface Presentation {
	product: string;
	includeRequestEcho?: boolean;
	/** In a few fields, where the answer has a decision or score. */
	simple?: boolean;
}

/** The item of an answer: as it came, with what the pack knows beside it, or in a few fields. */
export async function present(
	{ api }: Pick<Call<MicroBiltApi>, 'api'>,
	{ body, boughtFor }: Answer,
	{ product, includeRequestEcho = false, simple = false }: Presentation,
): Promise<IDataObject> {
	if (bringsNothing(body)) throw noRecord('MicroBilt');
	const short = simple ? simplified(body, product) : undefined;
	if (short) return short;
	const kept = includeRequestEcho ? body : withoutEcho(body);
	const { reportId, found } = statusOf(body);
	const problem = statusProblem(body);
	const archived = CATALOGUE[product]?.archived === true && reportId !== null;
	return {
		...recordOr(kept),
		_microBilt: {
			reportId,
			api: product,
			environment: await environmentOf(api),
			archiveUntil: archived ? new Date(Date.now() + ARCHIVED_MS).toISOString() : null,
			found,
			...(problem ? { error: problem.message } : {}),
			...(boughtFor === undefined ? {} : { boughtFor }),
		},
	};
}
