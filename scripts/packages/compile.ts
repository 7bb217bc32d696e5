import path from 'node:path';
import ts from 'typescript';

/**
 * Compiles folders of sources, each into its `dist`, as `npm run build` does the checkout. Types are
 * checked, so that a file that a folder lacks shows here.
 * @throws Error with the compiler's messages
 */
export function compileFolders(configFile: string, folders: string[]): void {
	const { options } = ts.parseJsonConfigFileContent(
		ts.readConfigFile(configFile, ts.sys.readFile).config,
		ts.sys,
		path.dirname(configFile),
	);
	const typeRoots = [path.join(path.dirname(configFile), 'node_modules', '@types')];
	const libraries = new Map<string, ts.SourceFile | undefined>();
	for (const folder of folders) {
		compile(
			folder,
			{ ...options, typeRoots, rootDir: folder, outDir: path.join(folder, 'dist') },
			libraries,
		);
	}
}

function compile(
	folder: string,
	options: ts.CompilerOptions,
	libraries: Map<string, ts.SourceFile | undefined>,
): void {
	const host = ts.createCompilerHost(options);
	const read = host.getSourceFile.bind(host);
	// The declarations of libraries are most of the work, and the same for every folder.
	host.getSourceFile = (file, ...rest) => {
		if (!file.endsWith('.d.ts')) return read(file, ...rest);
		if (!libraries.has(file)) libraries.set(file, read(file, ...rest));
		return libraries.get(file);
	};
	const sources = ['nodes', 'credentials'].flatMap((each) =>
		ts.sys.readDirectory(path.join(folder, each), ['.ts']),
	);
	const program = ts.createProgram(sources, options, host);
	const problems = [...ts.getPreEmitDiagnostics(program), ...program.emit().diagnostics];
	if (problems.length > 0) throw new Error(ts.formatDiagnostics(problems, host));
}
