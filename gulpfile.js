const { src, dest } = require('gulp');

/** What the compiler does not copy into dist: icons, codex files, output schemas. */
const assets = [
	'nodes/**/*.{svg,png,json}',
	'credentials/**/*.{svg,png}',
	// The Connect triggers of the single-service packages.
	'!nodes/Connect/*/*.node.json',
];

function copyAssets() {
	return src(assets, { base: '.', encoding: false }).pipe(dest('dist'));
}

exports['build:assets'] = copyAssets;
exports.default = copyAssets;
