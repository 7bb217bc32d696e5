import type { IDataObject } from 'n8n-workflow';
import { isRecord } from '../../credentials/oauth2/values';
import type { Problem } from '../shared/api/definition';

/** `MsgRsHdr.Status` of a report: what MicroBilt says about the request as a whole. */
interface ReportStatus {
	/** By which the report can be read again; null without one. */
	reportId: string | null;
	code: number | null;
	severity: string | null;
	text: string | null;
	/** Whether anybody was found. */
	found: boolean;
}

const record = (value: unknown): Record<string, unknown> => (isRecord(value) ? value : {});

const textOf = (value: unknown): string | null =>
	typeof value === 'string' || typeof value === 'number' ? String(value) : null;

/** The first of a list, or the value itself: MicroBilt sends either. */
const first = (value: unknown): unknown => (Array.isArray(value) ? value[0] : value);

const list = (value: unknown): unknown[] =>
	Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];

/** What the header of a reply says; all null and found where it has none. */
export function statusOf(body: unknown): ReportStatus {
	const header = record(record(body).MsgRsHdr);
	const status = record(header.Status);
	const text = textOf(status.StatusDesc);
	return {
		reportId: textOf(header.RqUID),
		code: status.StatusCode === undefined ? null : Number(status.StatusCode),
		severity: textOf(status.Severity),
		text,
		found: !/^nohit$/i.test(text?.trim() ?? ''),
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
	const isFine = (code ?? 0) === 0 || /^(?:warn|info)/i.test(severity ?? '');
	if (!/^error$/i.test(severity ?? '') && isFine) return undefined;
	const status = record(record(record(body).MsgRsHdr).Status);
	const words = [
		text,
		...list(status.AdditionalStatus).map((each) => textOf(record(each).StatusDesc)),
	].filter((each) => each !== null && each !== '');
	return {
		message: words.join('; ') || `MicroBilt reports error ${code}`,
		description: `MicroBilt's status code: ${code}. The call may have been charged`,
	};
}

/** `RESPONSE.STATUS` of the iPredict family. */
function decisionProblem(body: unknown): Problem | undefined {
	const status = record(record(record(body).RESPONSE).STATUS);
	if (!/^error$/i.test(textOf(status.type) ?? '')) return undefined;
	const error = record(status.error);
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
	const response = record(record(body).RESPONSE);
	const content = record(record(response.CONTENT).DECISION);
	const inner = [content.decision, record(response.decision).decision].filter(isRecord);
	const outer = list(record(record(body).DecisionInfo).Decision).filter(isRecord);
	return [
		...inner.map(({ code, Value }) => ({ code: textOf(code), text: textOf(Value) })),
		...outer.map(({ DecisionCode, Text }) => ({ code: textOf(DecisionCode), text: textOf(Text) })),
	];
}

function scoreOf(body: unknown): number | null {
	const subject = record(first(record(body).Subject));
	const decision = record(record(record(record(body).RESPONSE).CONTENT).DECISION);
	const scores = [...list(subject.Score), ...list(decision.SCORES)].filter(isRecord);
	const value = scores.map((each) => Number(each.Value ?? Number.NaN)).find(Number.isFinite);
	return value ?? null;
}

function subjectName(body: unknown): string | null {
	const person = record(record(first(record(body).Subject)).PersonInfo);
	const { FullName, FirstName, MiddleName, LastName } = record(first(person.PersonName));
	const name = [FirstName, MiddleName, LastName].map(textOf).filter(Boolean).join(' ');
	return textOf(FullName) ?? (name || null);
}

/**
 * The outcome of a report in a few fields.
 * @returns undefined where the reply has neither a decision nor a score in a form that is known: what
 * was paid for is not hidden
 */
export function simplified(body: unknown): IDataObject | undefined {
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
		score,
		subjectName: subjectName(body),
	};
}

/** How long MicroBilt keeps a report, in ms. */
export const ARCHIVED_MS = 90 * 24 * 3_600_000;
