import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { IWorkflowBase } from 'n8n-workflow';

/** An example workflow. */
export interface Example {
	/** Of its file, without the ending. */
	name: string;
	title: string;
	text: string;
	workflow: IWorkflowBase;
}

const ROOT = path.resolve(__dirname, '../..');

/** What each example does and what to change in it; one that is missing here goes by its title. */
const TEXTS: Record<string, string> = {
	'any-provider-orders-of-an-api':
		'Reads the newest orders of an API page by page with a **Flexible OAuth2 API** credential. Change **Path**, and how the API tells of its next page.',
	'billit-connect-account':
		'Connects a Billit account: register the URL of the trigger at Billit, choose the credential, click **Execute step** and open the Test URL.',
	'billit-invoice-from-row':
		'Makes an invoice from the columns of a row, looks first whether the customer can receive it by Peppol, and sends it. Put your spreadsheet, form or database in place of **Row**.',
	'billit-list-orders': 'The first 50 sales orders. Good for a first look at a new connection.',
	'billit-purchase-invoices-to-files':
		'Reads purchase invoices, downloads the PDF of each and writes it to disk. Change the folder in **Save**.',
	'billit-send-after-approval':
		'Makes an invoice, and sends it only after somebody has said so in a form. Put Slack, Teams or mail in place of **Message**, so that its address reaches who decides; or their **Send and Wait for Response** in place of **Message** and **Approval**. It takes one invoice: for several, put **Loop Over Items** around it.',
	'billit-unpaid-invoices':
		'One item with a list of unpaid invoices, ready for a mail or a chat message.',
	'booking-experts-arrivals-of-tomorrow':
		'The confirmed reservations that start tomorrow, a line for each, as one message. Choose your administration in **Arrivals** and put a schedule in place of **Start**.',
	'booking-experts-availability-to-a-sheet':
		'The availability of the coming weeks as a CSV file. Choose your administration.',
	'booking-experts-block-a-unit':
		'Looks for a unit and blocks it for maintenance with an agenda period. It writes to the calendar: try it on a unit that is not for rent.',
	'luca-draft-from-order':
		'Finds the customer by mail address and the product by name, and makes a draft invoice. Nothing is finalized or sent. Put your shop in place of **Order**.',
	'luca-new-invoice-to-a-message':
		'Starts for each invoice that is finalized, and makes a message of it. Add Slack, Teams or mail at the end.',
	'luca-unsent-invoices-to-a-sheet':
		'Invoices that are final but were not sent yet, as a CSV file.',
	'many-accounts-connect':
		'For integrators: makes a credential for each customer who opens the address, and tells what came of it. See [Many accounts](../connect/many-accounts.md).',
	'many-accounts-run-for-each':
		'Runs a workflow once for each connected account, with the credential of that account. Choose the workflow in **Workflow**.',
	'many-accounts-unpaid-invoices-of-one':
		'The workflow that the one before runs: the unpaid invoices of one account.',
	'microbilt-bank-report-after-form':
		'Makes a form for the customer, waits until it is filled in, and fetches the report. Each run is charged by MicroBilt.',
	'microbilt-verify-bank-accounts':
		'Checks routing and account numbers before a payment, and parts those that are accepted from those to ask again for. Each row is charged by MicroBilt.',
	'omnifund-charge-after-approval':
		'An AI agent finds the stored card of a customer by itself, and charges it only after a person has pressed **Charge** in the chat. **It moves money**: run it in the sandbox first. Choose your model; put Slack, Teams or mail in place of **Approval**, so that another person decides. Needs n8n 2.30 or later.',
	'omnifund-charge-open-invoices':
		'Charges the stored card of a customer for an open invoice. **It moves money**: run it in the sandbox first. A row that comes twice is charged once.',
	'omnifund-new-transactions-to-a-message':
		'Starts for each new transaction and makes a message of it.',
};

export const exampleFile = (name: string) => path.join(ROOT, 'examples', `${name}.json`);

export function examples(): Example[] {
	return readdirSync(path.join(ROOT, 'examples'))
		.filter((file) => file.endsWith('.json'))
		.sort()
		.map((file) => {
			const name = path.basename(file, '.json');
			const workflow = JSON.parse(readFileSync(exampleFile(name), 'utf8')) as IWorkflowBase;
			return { name, title: workflow.name, text: TEXTS[name] ?? '', workflow };
		});
}

/** Texts of examples that are not there any more. */
export const textsWithoutExample = () =>
	Object.keys(TEXTS).filter((name) => !existsSync(exampleFile(name)));

/** docs/examples/index.md, on GitHub and on the site. */
export function examplesPage(): string {
	return [
		'# Examples',
		'Made from [the examples](../../examples) by `npm run docs`.',
		'To use one: download its JSON file, or copy what is in it. In n8n make a new workflow, then **Import > From file** in its menu, or paste with Ctrl-V onto the canvas. Choose your own credential in every node that has one. Tests open all of them on the canvas of the real n8n, and run most of them against the simulated services.',
		...examples().flatMap(({ name, title, text }) => [
			`## ${title}`,
			text,
			`![The workflow on the canvas](../pictures/examples/${name}.png)`,
			`[${name}.json](../../examples/${name}.json)`,
		]),
	]
		.filter((part) => part !== '')
		.join('\n\n');
}

/** A page of the site about one example, to copy or download it from. */
export interface ExamplePage {
	example: string;
	title: string;
	/** Markdown; links as from `docs/examples/`. */
	content: string;
}

export function examplePages(): ExamplePage[] {
	return examples().map(({ name, title, text }) => ({
		example: name,
		title,
		content: [
			`# ${title}`,
			text,
			`![The workflow on the canvas](../pictures/examples/${name}.png)`,
			`<DownloadLink file="examples/${name}.json" />`,
			'Or copy it with the button in the corner, and paste it onto the canvas of n8n:',
			`\`\`\`json\n${readFileSync(exampleFile(name), 'utf8').trim()}\n\`\`\``,
		].join('\n\n'),
	}));
}
