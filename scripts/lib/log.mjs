import { isStopping, stopAll } from './processes.mjs';

/** An error whose sentence is all that a user needs; it is shown without a stack trace. */
export class SetupError extends Error {
	/** @param {string} message what is wrong and what to do */
	constructor(message) {
		super(message);
		this.name = 'SetupError';
	}
}

const startedAt = Date.now();

/** Prints one line of progress with the seconds since the start. */
export function say(line) {
	const seconds = Math.round((Date.now() - startedAt) / 1000);
	process.stdout.write(`[${String(seconds).padStart(3)} s] ${line}\n`);
}

/** What the operating system's refusals mean for the user, by error code. */
const SYSTEM_ERRORS = {
	ENOSPC: 'The disk is full. Make room (about 4 GB), then run the command again.',
	EDQUOT: 'The disk quota is used up. Make room (about 4 GB), then run the command again.',
	EACCES: 'Permission was denied. Run the command as a user who may write there.',
	EPERM: 'Permission was denied. Run the command as a user who may write there.',
	EROFS:
		'That file system can only be read. XDG_CACHE_HOME and BACKOFFICE_DATA choose other folders.',
};

/**
 * The sentence for an error.
 * @param {unknown} error
 */
export function sentenceOf(error) {
	if (error instanceof SetupError) return error.message;
	const reason = SYSTEM_ERRORS[error?.code];
	if (reason) return `${error.path ?? error.message}: ${reason}`;
	return `Something unexpected went wrong: ${error?.message ?? error}\nRun the command again with BACKOFFICE_DEBUG=1 to see where, and please report it.`;
}

/** Runs a script's main function; a failure stops all that was started, with one clear sentence. */
export async function main(run) {
	try {
		await run();
	} catch (error) {
		// What fails because it is being stopped is no news.
		if (isStopping()) return;
		process.stderr.write(`\n${sentenceOf(error)}\n`);
		if (process.env.BACKOFFICE_DEBUG) process.stderr.write(`${error?.stack}\n`);
		await stopAll(1);
	}
}
