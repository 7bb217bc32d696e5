import type { IDataObject } from 'n8n-workflow';
import { isRecord } from '../../credentials/base/values';
import type { Problem } from '../shared/api/definition';

/** `MsgRsHdr.Status` of a report: what MicroBilt says about the request as a whole. */
interface ReportStatus {
	/** By which the report can be read again; null without one. */
	reportId: string | null;
	code: number | string | null;
	severity: string | null;
	text: string | null;
	/** Whether anybody was found. */
	found: boolean;
}

/** MicroBilt sends one thing, or a list of them, in the same place. */
const list = (value: unknown): unknown[] =>
	Array.isArray(value) ? value.flatMap(list) : value === undefined || value === null ? [] : [value];

/** Of one thing or a list, those that have parts. */
const records = (value: unknown): Array<Record<string, unknown>> => list(value).filter(isRecord);

/** The parts of that name, of one thing or of all of a list. */
const parts = (value: unknown, name: string): Array<Record<string, unknown>> =>
	records(value).flatMap((each) => records(each[name]));

/** The first text of a value or a list; null where there is none, or a blank one. */
function textOf(value: unknown): string | null {
	const found = list(value).find((each) =>
		typeof each === 'string' ? each.trim() !== '' : typeof each === 'number',
	);
	return found === undefined ? null : String(found);
}

/** A number as a number; what is none, such as `E100`, as it is; null where there is none. */
function codeOf(value: unknown): number | string | null {
	const text = textOf(value);
	if (text === null) return null;
	// Not what JavaScript alone takes for a number: `0E12` is a code, and no success.
	return /^[+-]?\d+(?:\.\d+)?$/.test(text.trim()) ? Number(text) : text;
}

/** The worst of what a header says; MicroBilt sends one status or several. */
function worstStatus(body: unknown): Record<string, unknown> {
	const all = parts(parts(body, 'MsgRsHdr'), 'Status');
	return all.find(({ Severity }) => isError(textOf(Severity))) ?? all[0] ?? {};
}

const isError = (severity: string | null): boolean => /^error$/i.test(severity?.trim() ?? '');

const WHO =
	'hit|record|match|result|data|file|subject|consumer|person|applicant|individual|business';

/** `NO HIT`, `No records found`, `Subject was not found`: of the words that MicroBilt has for it none is documented. */
const NOBODY = new RegExp(
	`^(?:no ?(?:${WHO})(?:e?s)?(?: found)?|(?:the )?(?:${WHO})(?:e?s)? (?:(?:was|were|is|could) )?not (?:(?:be )?found|on file))$`,
	'i',
);

/** Several words for it may follow each other: `NO HIT - SUBJECT NOT FOUND`. */
const saysNobody = (text: string | null): boolean =>
	(text ?? '')
		.split(/[:;,]|\s[-\u2013]+\s/)
		.every((words) => NOBODY.test(words.replace(/[\s_.!-]+/g, ' ').trim()));

/** What the header of a reply says; all null and found where it has none. */
export function statusOf(body: unknown): ReportStatus {
	const status = worstStatus(body);
	const text = textOf(status.StatusDesc);
	return {
		reportId: textOf(parts(body, 'MsgRsHdr').map(({ RqUID }) => RqUID)),
		code: codeOf(status.StatusCode),
		severity: textOf(status.Severity),
		text,
		found: !saysNobody(text),
	};
}

/**
 * What is wrong with a reply of HTTP 200: a status of the severity Error, or iPredict's own.
 * @returns undefined for a result, and nobody found is one
 */
export function statusProblem(body: unknown): Problem | undefined {
	return headerProblem(body) ?? decisionProblem(body);
}

function headerProblem(body: unknown): Problem | undefined {
	const { code, severity, text, found } = statusOf(body);
	if (!found) return undefined;
	const isFine = (code ?? 0) === 0 || /^(?:warn|info)/i.test(severity?.trim() ?? '');
	if (!isError(severity) && isFine) return undefined;
	const words = [
		text,
		...records(worstStatus(body).AdditionalStatus).map(({ StatusDesc }) => textOf(StatusDesc)),
	].filter((each) => each !== null);
	return {
		message: words.join('; ') || `MicroBilt reports error ${code}`,
		description: `MicroBilt's status code: ${code}. The call may have been charged`,
	};
}

/** `RESPONSE.STATUS` of the iPredict family. */
function decisionProblem(body: unknown): Problem | undefined {
	const status = parts(parts(body, 'RESPONSE'), 'STATUS').find(({ type }) => isError(textOf(type)));
	if (!status) return undefined;
	const [error = {}] = records(status.error);
	const code = textOf(error.code);
	const theirs = /^system$/i.test(textOf(error.type) ?? '');
	return {
		message: textOf(error.message) ?? (code ? `MicroBilt reports ${code}` : 'The report failed'),
		description: [
			...(code ? [`MicroBilt's code: ${code}.`] : []),
			theirs
				? 'The fault is on their side.'
				: 'Check what is asked for: a value is wrong or missing.',
			...(/^resend$/i.test(textOf(status.action) ?? '')
				? ['MicroBilt suggests to send it again; that may be charged again']
				: ['The call may have been charged']),
		].join(' '),
		...(theirs ? { failure: { cause: 'temporarily-unavailable' as const } } : {}),
	};
}

/** Parts of a reply that repeat the request. */
const ECHO = /^(?:MBCLVRq|MsgRqHdr)$/i;

/** Without the parts that repeat the request. */
export function withoutEcho(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(withoutEcho);
	if (!isRecord(value)) return value;
	return Object.fromEntries(
		Object.entries(value)
			.filter(([name]) => !ECHO.test(name))
			.map(([name, inner]) => [name, withoutEcho(inner)]),
	);
}

interface Decision {
	code: string | null;
	text: string | null;
}

/** The decisions of a reply, in any of the three forms that MicroBilt has for them. */
function decisionsOf(body: unknown): Decision[] {
	const response = parts(body, 'RESPONSE');
	const inner = [
		...parts(parts(parts(response, 'CONTENT'), 'DECISION'), 'decision'),
		...parts(parts(response, 'decision'), 'decision'),
	];
	const outer = parts(parts(body, 'DecisionInfo'), 'Decision');
	return [
		...inner.map(({ code, Value }) => ({ code: textOf(code), text: textOf(Value) })),
		...outer.map(({ DecisionCode, Text }) => ({ code: textOf(DecisionCode), text: textOf(Text) })),
	];
}

/** The first score; a blank one is none. */
function scoreOf(body: unknown): number | null {
	const scores = [
		...parts(parts(body, 'Subject'), 'Score'),
		...parts(parts(parts(parts(body, 'RESPONSE'), 'CONTENT'), 'DECISION'), 'SCORES'),
	];
	const values = scores.map(({ Value }) => codeOf(Value));
	return values.find((value) => typeof value === 'number') ?? null;
}

function subjectName(body: unknown): string | null {
	const [name = {}] = parts(parts(parts(body, 'Subject'), 'PersonInfo'), 'PersonName');
	const whole = [name.FirstName, name.MiddleName, name.LastName].map(textOf);
	return textOf(name.FullName) ?? (whole.filter(Boolean).join(' ') || null);
}

const ACCOUNT_CHECK = 'ABAAcctVerification';

/**
 * `VALID` or `INVALID`: of a check of a bank account the decision speaks of the routing number alone, and the account
 * number has a place of its own.
 */
const accountStatusOf = (body: unknown): string | null =>
	textOf(records(body).map(({ ABANumSchema }) => ABANumSchema))
		?.trim()
		.toUpperCase() ?? null;

/**
 * The outcome of a report in a few fields.
 * @param product the name of its API
 * @returns undefined where the reply has neither a decision nor a score in a form that is known: what
 * was paid for is not hidden
 */
export function simplified(body: unknown, product = ''): IDataObject | undefined {
	const decisions = decisionsOf(body);
	const score = scoreOf(body);
	const { reportId, code, severity, text, found } = statusOf(body);
	if (found && decisions.length === 0 && score === null) return undefined;
	return {
		reportId,
		found,
		statusCode: code,
		severity,
		statusDesc: text,
		decisionCode: decisions[0]?.code ?? null,
		decisionText: decisions[0]?.text ?? null,
		decisions: decisions.map(({ code: each, text: words }) => ({ code: each, text: words })),
		...(product === ACCOUNT_CHECK ? { accountStatus: accountStatusOf(body) } : {}),
		score,
		subjectName: subjectName(body),
	};
}

/** How long MicroBilt keeps a report, in ms. */
export const ARCHIVED_MS = 90 * 24 * 3_600_000;
