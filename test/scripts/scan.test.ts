import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { library, root, runModule, temporaryFolder } from './support';

const temporary = temporaryFolder();

/** What a scan of `lib/scan.mjs` says. */
async function scanned(scan: 'scanSource' | 'scanTarball', target: string): Promise<string> {
	const { stdout, stderr } = await runModule(
		`import { ${scan} } from ${JSON.stringify(library('scan.mjs'))};
		console.log(JSON.stringify(await ${scan}(${JSON.stringify(target)})));`,
	);
	if (stderr) throw new Error(stderr);
	return JSON.parse(stdout) as string;
}

/** A package with one credential of ours, and no nodes. */
function smallPackage(change: {
	manifest?: object;
	credential?: (text: string) => string;
}): string {
	const folder = temporary();
	const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as object;
	writeFileSync(
		path.join(folder, 'package.json'),
		JSON.stringify({ ...manifest, ...change.manifest }),
	);
	cpSync(path.join(root, 'nodes/Billit/billit.svg'), path.join(folder, 'nodes/Billit/billit.svg'));
	cpSync(
		path.join(root, 'nodes/Billit/billit.dark.svg'),
		path.join(folder, 'nodes/Billit/billit.dark.svg'),
	);
	mkdirSync(path.join(folder, 'credentials'));
	const file = 'credentials/BillitApi.credentials.ts';
	const text = readFileSync(path.join(root, file), 'utf8');
	writeFileSync(path.join(folder, file), change.credential?.(text) ?? text);
	return folder;
}

describe("n8n's official scan", () => {
	it('has nothing against a package in order', async () => {
		expect(await scanned('scanSource', smallPackage({}))).toBe('');
	});

	it.each([
		[
			'a runtime dependency',
			{ manifest: { dependencies: { axios: '^1.0.0' } } },
			'no-runtime-dependencies',
		],
		[
			'a credential without a test',
			{ credential: (text: string) => text.replace(/\ttest: .*\n/, '') },
			'credential-test-required',
		],
		[
			'a line on the console behind a disable comment',
			{
				credential: (text: string) =>
					`/* eslint-disable */\n${text}\nexport const log = () => console.log('x');\n`,
			},
			'no-console',
		],
	])('refuses %s in the sources', async (_what, change, rule) => {
		expect(await scanned('scanSource', smallPackage(change))).toContain(rule);
	});

	it('refuses what a build step put into the tarball alone', async () => {
		const folder = smallPackage({});
		mkdirSync(path.join(folder, 'dist'));
		writeFileSync(path.join(folder, 'dist/x.js'), "require('child_process').exec('id');\n");
		const tarball = path.join(folder, 'x.tgz');
		execFileSync('tar', [
			'-czf',
			tarball,
			'-C',
			folder,
			'--transform=s,^,package/,',
			'package.json',
			'dist',
		]);
		expect(await scanned('scanSource', folder)).toBe('');
		expect(await scanned('scanTarball', tarball)).toContain('no-restricted-imports');
	});

	it('does not pass for want of files', async () => {
		expect(await scanned('scanSource', temporary())).toContain('No files');
	});
});
