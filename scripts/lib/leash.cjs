const { isMainThread } = require('node:worker_threads');

// Loaded into a process before its own code. Whoever started it holds the other end of its standard
// input: when that closes, the starter is gone, however it ended, and this process ends as well.
// Worker threads load this too, and have no standard input of their own.
if (isMainThread) {
	const end = () => process.kill(process.pid, 'SIGTERM');
	process.stdin.on('end', end);
	process.stdin.on('error', end);
	process.stdin.resume();
	process.stdin.unref?.();
}
