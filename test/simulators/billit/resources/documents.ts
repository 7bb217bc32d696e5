import type { Row } from '../data';
import { bodyOf, found, isRecord, refuse, PDF, DOCUMENT_FILE, type Serving } from '../serving';

/** Documents, files, and uploads that wait to be processed. */
export function serveDocuments({ app, host, store, keyed, ofCompany }: Serving): void {
	const documentAt = (index: number): Row => ({
		DocumentID: 7000 + index,
		Name: `Document ${index}`,
		Description: '',
		DocumentDate: '2026-01-01T00:00:00',
		CreationDate: '2026-01-02T00:00:00',
		Tags: ['contract'],
		File: { FileID: DOCUMENT_FILE, FileName: `document-${index}.pdf` },
	});
	const documentOf = (id: number) =>
		store.documents.get(id) ?? (id >= 7000 && id < 7130 ? documentAt(id - 7000) : undefined);
	store.files.set(DOCUMENT_FILE, {
		FileID: DOCUMENT_FILE,
		FileName: 'document.pdf',
		MimeType: 'application/pdf',
		FileContent: PDF.toString('base64'),
	});
	keyed('/v1/documents', (request, response, company) => {
		const body = bodyOf(request);
		const file = isRecord(body.File) ? body.File : {};
		if (!file.FileName) return refuse(response, 400, 'Invalid Filename');
		if (!file.FileContent) return refuse(response, 400, 'TheFileCannotBeEmpty');
		const id = store.id(company);
		const fileId = store.file(
			String(file.FileName),
			Buffer.from(String(file.FileContent), 'base64'),
		);
		store.documents.set(id, {
			...body,
			DocumentID: id,
			File: { FileID: fileId, FileName: file.FileName },
		});
		return id;
	});
	app.get('/v1/documents', (request, response) => {
		if (host.company(request, response)) host.list(request, response, new Set(), 130, documentAt);
	});
	app.get(
		'/v1/documents/:id',
		ofCompany((request, response) =>
			found(response, documentOf(Number(request.params.id)), 'DocumentNotFound'),
		),
	);
	app.get(
		'/v1/files/:id',
		ofCompany((request, response) => {
			const id = String(request.params.id);
			// The PDFs of the orders that are there from the start.
			const known =
				store.files.get(id) ??
				(/^00000000-0000-4000-8000-\d{12}$/.test(id)
					? {
							FileID: id,
							FileName: 'invoice.pdf',
							MimeType: 'application/pdf',
							FileContent: PDF.toString('base64'),
						}
					: undefined);
			return found(response, known, 'FileNotFound');
		}),
	);

	keyed('/v1/toProcess', (request, response, company) => {
		const body = bodyOf(request);
		const file = isRecord(body.File) ? body.File : {};
		if (!file.FileContent) return refuse(response, 400, 'TheFileCannotBeEmpty');
		const id = store.id(company);
		store.uploads.set(id, body);
		return id;
	});
	const METADATA = new Set([
		'CostType',
		'CurrencyTC',
		'Description',
		'OrderDate',
		'PaymentMethod',
		'TotalIncl',
	]);
	for (const method of ['patch', 'post'] as const) {
		app[method](
			'/v1/toProcess/:id',
			ofCompany((request, response) => {
				const id = Number(request.params.id);
				const upload = found(response, store.uploads.get(id), 'UploadNotFound');
				if (!upload) return undefined;
				const wrong = Object.keys(bodyOf(request)).find((name) => !METADATA.has(name));
				if (wrong) return refuse(response, 400, 'GenericError', `${wrong} cannot be changed`);
				const held = method === 'patch' && isRecord(upload.MetaData) ? upload.MetaData : {};
				store.uploads.set(id, { ...upload, MetaData: { ...held, ...bodyOf(request) } });
				return undefined;
			}),
		);
	}
	app.get(
		'/v1/projects',
		ofCompany(() => [
			{ ProjectName: 'Engine No. 2', Status: 'Active' },
			{ ProjectName: 'Difference Engine', Status: 'Closed' },
		]),
	);
	app.delete(
		'/v1/toProcess/:id',
		ofCompany((request) => store.uploads.delete(Number(request.params.id))),
	);
}
