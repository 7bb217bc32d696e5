import type { IDataObject } from 'n8n-workflow';
import { isRecord } from '../../credentials/base/values';
import { text } from '../../credentials/oauth2/settings';
import type { Credentials } from '../shared/api/definition';
import {
	boolean,
	collection,
	jsonObject,
	number,
	options,
	string,
	type Values,
} from '../shared/fields';
import { filledIn, secret } from './forms/parts';

const apiName = string({
	label: 'API Name',
	placeholder: 'e.g. CriminalSearch',
	description: 'Another name of the API in its path, such as an older version',
});

const rawBody = jsonObject({
	label: 'Raw Body (JSON)',
	default: '{}',
	description: 'Further properties of the body, or all of it; see Raw Body Mode',
});

const rawBodyMode = options({
	label: 'Raw Body Mode',
	description: 'Whether Raw Body is merged over the fields, or sent in their place',
	only: true,
	values: [
		{ name: 'Merge Over the Fields', value: 'merge' },
		{ name: 'Replace the Fields', value: 'replace' },
	],
	default: 'merge',
});

const dryRun = boolean({
	label: 'Dry Run',
	description: 'Whether to return the request, private values hidden, unsent',
});

const sameRequest = options({
	label: 'Same Request',
	only: true,
	values: [
		{ name: 'Fail', value: 'fail' },
		{ name: 'Send Again', value: 'send' },
		{ name: 'Use the Earlier Answer', value: 'reuse' },
	],
	default: 'reuse',
	description: 'What an item gets that asks for the same as one before it',
});

const timeout = number({
	label: 'Timeout (Seconds)',
	description: 'How long to wait for the answer',
	default: 120,
	min: 5,
	max: 600,
	precision: 0,
});

/** How many are ordered at the same time. */
const parallelRequests = number({
	label: 'Parallel Requests',
	default: 1,
	min: 1,
	max: 20,
	precision: 0,
	description: 'How many items are ordered at the same time',
});

/** Of every call that is made once only. */
export const orderOptions = {
	apiName,
	dryRun,
	rawBody,
	rawBodyMode,
	sameRequest,
	timeout,
};

export const includeRequestEcho = boolean({
	label: 'Include Request Echo',
	description:
		'Whether to keep the parts of the answer that repeat the request; passwords and numbers stay hidden',
});

/** Of every report. */
const reportOptions = {
	...orderOptions,
	parallelRequests,
	includeRequestEcho,
	onReportError: options({
		label: 'On Report Error',
		description: 'What happens when MicroBilt answers with an error in the report',
		only: true,
		values: [
			{ name: 'Fail', value: 'fail' },
			{ name: 'Return as Data', value: 'data' },
		],
		default: 'fail',
	}),
};

const contactInfoAs = options({
	label: 'Contact Info As',
	only: true,
	values: [
		{ name: 'Automatic', value: 'auto' },
		{ name: 'List', value: 'list' },
		{ name: 'Object', value: 'object' },
	],
	default: 'auto',
	description: 'How addresses and phones are sent; MicroBilt has both forms',
});

const streetAs = options({
	label: 'Street As',
	only: true,
	values: [
		{ name: 'Automatic', value: 'auto' },
		{ name: 'One Line', value: 'line', description: 'Addr1' },
		{ name: 'Number and Name', value: 'parts', description: 'StreetNum and StreetName' },
	],
	default: 'auto',
	description: 'How a street is sent; MicroBilt has both forms',
});

const employmentAs = options({
	label: 'Employment As',
	only: true,
	values: [
		{ name: 'List', value: 'list' },
		{ name: 'Object', value: 'object' },
	],
	default: 'list',
	description: 'How the employer is sent; MicroBilt has both forms',
});

/** Of what is bought for the numbers in it. */
export const unmaskedNumbers = boolean({
	label: 'Unmasked Numbers',
	description:
		'Whether account and social security numbers come back whole. n8n stores them with the execution, and everybody who may see it sees them',
});

const callPath = options({
	label: 'Call Path',
	only: true,
	values: [
		{ name: '/GetReport', value: '/GetReport' },
		{ name: 'None', value: '/' },
	],
	default: '/GetReport',
	description: "What follows the API's name in the address",
});

const wrapRequest = boolean({
	label: 'Wrap Request',
	description: 'Whether to send the body inside "MBCLVRq"',
});

const ownerAs = options({
	label: 'Owner As',
	description: 'How the owner is sent; MicroBilt has both forms',
	only: true,
	values: [
		{ name: 'List', value: 'list' },
		{ name: 'Object', value: 'object' },
	],
	default: 'object',
});

/** `MsgRqHdr`: who asks and what for. Most accounts need none of it. */
export const messageHeader = collection({
	label: 'Message Header',
	description: 'Who asks and what for (MsgRqHdr); most accounts need none of it',
	fields: {
		DLPurpose: string({ label: 'DL Purpose', description: 'Permissible purpose for license data' }),
		FrozenFilePIN: secret({
			label: 'Frozen File PIN',
			description: 'PIN by which the person opens a frozen credit file',
		}),
		GLBPurpose: string({
			label: 'GLB Purpose',
			description: 'Permissible purpose for financial data',
		}),
		OutputFormat: string({
			label: 'Output Format',
			description: 'Format of the report, as MicroBilt takes it',
		}),
		ReasonCode: string({
			label: 'Reason Code',
			description: "Why the report is bought, by MicroBilt's code",
			placeholder: 'e.g. 3',
		}),
		RefNum: string({ label: 'Reference', description: 'Your own reference of the request' }),
		RequestType: string({
			label: 'Request Type',
			description: "Kind of request, by MicroBilt's code",
			placeholder: 'e.g. N',
		}),
		Timeout: number({
			label: 'Timeout (Seconds)',
			default: 60,
			min: 1,
			max: 600,
			precision: 0,
			description: 'How long MicroBilt itself may take; a whole number',
		}),
	},
});

const words = { label: 'Options', description: 'Seldom needed' };

const subject = { ...reportOptions, contactInfoAs, streetAs, unmaskedNumbers };

/** The options of reports, by what a product adds to them; of long forms, the header too. */
export const REPORT_OPTIONS = {
	plain: collection({ ...words, fields: reportOptions }),
	subject: collection({ ...words, fields: subject }),
	bureau: collection({ ...words, fields: { ...subject, messageHeader } }),
	headed: collection({ ...words, fields: { ...reportOptions, messageHeader } }),
	wrapped: collection({
		...words,
		fields: { ...reportOptions, contactInfoAs, employmentAs, streetAs, wrapRequest },
	}),
	path: collection({ ...words, fields: { ...reportOptions, callPath } }),
	owner: collection({ ...words, fields: { ...reportOptions, ownerAs } }),
};

export type ReportChoices = Partial<
	Values<
		typeof reportOptions & {
			messageHeader: typeof messageHeader;
			contactInfoAs: typeof contactInfoAs;
			employmentAs: typeof employmentAs;
			streetAs: typeof streetAs;
			unmaskedNumbers: typeof unmaskedNumbers;
			callPath: typeof callPath;
			wrapRequest: typeof wrapRequest;
			ownerAs: typeof ownerAs;
		}
	>
>;

/** The header of a report; undefined where neither the user nor the credential has anything for it. */
export function headerOf(
	given: Partial<Values<{ h: typeof messageHeader }>['h']>,
	credentials: Credentials,
): unknown {
	return filledIn({
		MemberId: text(credentials, 'memberId'),
		MemberPwd: text(credentials, 'memberPassword'),
		UserName: text(credentials, 'memberUserName'),
		ProductID: text(credentials, 'productId'),
		...given,
	});
}

/** The fields' body with the raw one over it, property by property; lists are replaced. */
export function withRaw(
	body: IDataObject,
	{ rawBody: raw, rawBodyMode: mode }: Pick<ReportChoices, 'rawBody' | 'rawBodyMode'>,
): IDataObject {
	if (!raw || (mode !== 'replace' && Object.keys(raw).length === 0)) return body;
	const wanted = mode === 'replace' ? raw : merged(body, raw);
	return isRecord(wanted) ? wanted : body;
}

function merged(under: unknown, over: unknown): unknown {
	if (!isRecord(under) || !isRecord(over)) return over;
	const names = [...new Set([...Object.keys(under), ...Object.keys(over)])];
	return Object.fromEntries(
		names.map((name) => [
			name,
			Object.hasOwn(over, name) ? merged(under[name], over[name]) : under[name],
		]),
	);
}
