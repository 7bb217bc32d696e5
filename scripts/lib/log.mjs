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

/** Runs a script's main function; failures end the process with one clear sentence. */
export async function main(run) {
	try {
		await run();
	} catch (error) {
		if (!(error instanceof SetupError)) throw error;
		process.stderr.write(`\n${error.message}\n`);
		process.exitCode = 1;
	}
}
