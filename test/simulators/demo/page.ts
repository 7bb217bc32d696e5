import type { Express, Request } from 'express';
import { stringsOf } from '../shared/http';
import { escape } from '../shared/pages';
import { ACTIONS, type Action, type Controls } from './controls';
import { entriesOf, type Dialogs } from './labels';
import type { DemoCredential } from './services';

/** A workflow of the demo. */
export interface DemoWorkflow {
	id: string;
	name: string;
	provider: string;
}

export interface DemoPage {
	n8nUrl: string;
	controls: Controls[];
	workflows: DemoWorkflow[];
	dialogs: Dialogs;
	connectAddress(provider: string): string;
}

/** What goes to a stranger's page or to no page at all: the buttons change what others practise with. */
const HEADERS = {
	'Content-Security-Policy':
		"default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
	'Cache-Control': 'no-store',
	'X-Content-Type-Options': 'nosniff',
};

const isAction = (name: string): name is Action => Object.hasOwn(ACTIONS, name);

/** Only this machine's names: another one that leads here is a page that wants to read along. */
const isLocal = (request: Request) =>
	/^(?:127\.0\.0\.1|localhost):\d+$/.test(request.header('host') ?? '');

const isOwnForm = (request: Request) =>
	request.header('origin') === `http://${request.header('host')}`;

/** Serves the demo's page and its buttons. */
export function servePage(app: Express, page: DemoPage): void {
	app.use((request, response, next) => {
		response.set(HEADERS);
		if (isLocal(request)) next();
		else response.status(403).type('text').send('Open this page by its address 127.0.0.1.');
	});
	app.get('/', (request, response) => {
		response.send(html(page, stringsOf(request.query).done));
	});
	app.post('/services/:provider', async (request, response) => {
		if (!isOwnForm(request)) {
			return void response.status(403).type('text').send('Press the buttons on the page itself.');
		}
		const controls = page.controls.find(
			({ service }) => service.provider === request.params.provider,
		);
		const { action = '' } = stringsOf(request.body);
		const own = action === 'own' ? controls?.service.own : undefined;
		if (!controls || !(own || isAction(action))) {
			return void response.status(400).type('text').send('There is no such service or button.');
		}
		const done = own ? await own.run() : isAction(action) ? controls.run(action) : '';
		response.redirect(303, `/?done=${encodeURIComponent(done)}#${controls.service.provider}`);
	});
	app.use((_request, response) => {
		response.status(404).type('text').send('Nothing is here. The page of the demo is at /');
	});
}

const STYLE = `:root{color-scheme:light dark}body{font:16px/1.5 system-ui;max-width:60rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.3rem .6rem .3rem 0;vertical-align:top}
section{border:1px solid #8886;border-radius:8px;padding:.5rem 1.2rem 1rem;margin:1.2rem 0}
code{overflow-wrap:anywhere}button{font:inherit;margin:.2rem .4rem .2rem 0;padding:.2rem .8rem}[role=status]{background:#2a84;padding:.6rem 1rem;border-radius:8px}`;

const link = (address: string, text = address) =>
	`<a href="${escape(address)}">${escape(text)}</a>`;
const code = (text: string) => `<code>${escape(text)}</code>`;

function html(page: DemoPage, done: string | undefined): string {
	return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>The demo of n8n-nodes-backoffice</title><style>${STYLE}</style></head><body>
<h1>The demo</h1>
<p>Five simulated services on this machine, and ${link(page.n8nUrl, 'n8n')} with a credential for each way to connect. Every login, client ID, secret and key below is simulated: none is good anywhere else, and nothing is sent to a real vendor.</p>
<p>First log in to ${link(page.n8nUrl, 'n8n')} with what <code>npm start</code> printed. <code>npm start -- --reset</code> begins anew. Each credential below is in n8n already; what its fields hold is told for one that you make yourself.</p>
${done ? `<p role="status">${escape(done)}</p>` : ''}
${page.controls.map((controls) => section(page, controls)).join('\n')}
</body></html>`;
}

function section(page: DemoPage, controls: Controls): string {
	const { service } = controls;
	const { provider, name, credentials, logins, addresses } = service;
	const workflows = page.workflows.filter((workflow) => workflow.provider === provider);
	const rows: Array<[string, string]> = [
		['State', escape(controls.state)],
		['Addresses', addresses.map(code).join('<br>')],
		...(logins.length > 0
			? [
					[
						'Logins',
						logins.map((login) => `${code(login.username)} / ${code(login.password)}`).join('<br>'),
					] as [string, string],
				]
			: []),
		[
			'Credentials',
			credentials.map((credential) => credentialLine(page, controls, credential)).join('<br>'),
		],
		[
			'Workflows',
			workflows
				.map((workflow) => link(`${page.n8nUrl}/workflow/${workflow.id}`, workflow.name))
				.join('<br>'),
		],
	];
	const buttons = Object.entries(ACTIONS)
		.filter(([action]) => (action === 'off') !== controls.off || action !== 'on')
		.map(([action, words]) => `<button name="action" value="${action}">${words}</button>`)
		.join('');
	const own = service.own
		? `<button name="action" value="own">${escape(service.own.words)}</button>`
		: '';
	return `<section id="${provider}"><h2>${escape(name)} <small>simulated</small></h2>
<table>${rows.map(([head, cell]) => `<tr><th scope="row">${head}</th><td>${cell}</td></tr>`).join('')}</table>
<form method="post" action="/services/${provider}">${buttons}${own}</form></section>`;
}

function credentialLine(page: DemoPage, { service }: Controls, credential: DemoCredential): string {
	const facts = entriesOf(credential, page.dialogs).map(
		({ label, value }) => `${escape(label)} ${code(value)}`,
	);
	const how = {
		itself: 'works at once',
		button: 'open it in n8n and click <b>Connect</b>',
		address: service.installAt
			? `connect: ${link(service.installAt, 'install the app')} from the simulated app store, or see ${link(page.connectAddress(service.provider))}`
			: `connect at ${link(page.connectAddress(service.provider))}`,
	}[credential.connects];
	return `<b>${escape(credential.name)}</b>: ${how}<br><small>${facts.join(', ')}</small>`;
}
