const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

export const escape = (text: string) =>
	text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? '');

/** A vendor's login and consent page: user, password, Allow and Deny. */
export function consentPage(options: {
	provider: string;
	action: string;
	/** Hidden fields that come back with the form. */
	carried: Record<string, string>;
	message?: string;
}): string {
	const hidden = Object.entries(options.carried)
		.map(([name, value]) => `<input type="hidden" name="${escape(name)}" value="${escape(value)}">`)
		.join('\n');
	return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escape(options.provider)} (simulated)</title>
<style>body{font:16px system-ui;max-width:24rem;margin:10vh auto}label{display:block;margin:.6rem 0}input{width:100%}</style></head><body>
<h1>${escape(options.provider)} <small>simulated</small></h1>
${options.message ? `<p id="message" role="alert">${escape(options.message)}</p>` : ''}
<form method="post" action="${escape(options.action)}">${hidden}
<label>User <input id="username" name="username" autocomplete="off"></label>
<label>Password <input id="password" name="password" type="password" autocomplete="off"></label>
<button id="allow" name="decision" value="allow">Allow</button>
<button id="deny" name="decision" value="deny">Deny</button>
</form></body></html>`;
}
