import type { INodeProperties, INodeType } from 'n8n-workflow';
import { resources as billit } from '../../nodes/Billit/resources';
import { Billit } from '../../nodes/Billit/Billit.node.ts';
import { BillitTrigger } from '../../nodes/Billit/BillitTrigger.node.ts';
import { resources as bookingExperts } from '../../nodes/BookingExperts/resources';
import { BookingExperts } from '../../nodes/BookingExperts/BookingExperts.node.ts';
import { BookingExpertsPollingTrigger } from '../../nodes/BookingExperts/BookingExpertsPollingTrigger.node.ts';
import { BookingExpertsTrigger } from '../../nodes/BookingExperts/BookingExpertsTrigger.node.ts';
import { resources as luca } from '../../nodes/Luca/resources';
import { Luca } from '../../nodes/Luca/Luca.node.ts';
import { LucaTrigger } from '../../nodes/Luca/LucaTrigger.node.ts';
import { resources as microBilt } from '../../nodes/MicroBilt/resources';
import { MicroBilt } from '../../nodes/MicroBilt/MicroBilt.node.ts';
import { resources as omniFund } from '../../nodes/OmniFund/resources';
import { OmniFund } from '../../nodes/OmniFund/OmniFund.node.ts';
import { OmniFundTrigger } from '../../nodes/OmniFund/OmniFundTrigger.node.ts';
import type { Resource } from '../../nodes/shared/operation';

/** A node with its operations, and the triggers of the same provider. */
export interface Described {
	/** Of its page, without the ending. */
	file: string;
	/** In `nodes/`. */
	folder: string;
	node: INodeType;
	resources: ReadonlyArray<
		Omit<Resource<never>, 'operations'> & { operations: readonly DescribedOperation[] }
	>;
	triggers?: INodeType[];
}

/** What the documentation tells of an operation. */
export interface DescribedOperation {
	name: string;
	value: string;
	description: string;
	kind: 'read' | 'write' | 'purchase';
	fields: Record<string, { property: Omit<INodeProperties, 'name'> }>;
}

export const NODES: readonly Described[] = [
	{
		file: 'billit',
		folder: 'Billit',
		node: new Billit(),
		resources: billit,
		triggers: [new BillitTrigger()],
	},
	{
		file: 'booking-experts',
		folder: 'BookingExperts',
		node: new BookingExperts(),
		resources: bookingExperts,
		triggers: [new BookingExpertsTrigger(), new BookingExpertsPollingTrigger()],
	},
	{
		file: 'luca-regnskap',
		folder: 'Luca',
		node: new Luca(),
		resources: luca,
		triggers: [new LucaTrigger()],
	},
	{ file: 'microbilt', folder: 'MicroBilt', node: new MicroBilt(), resources: microBilt },
	{
		file: 'omnifund',
		folder: 'OmniFund',
		node: new OmniFund(),
		resources: omniFund,
		triggers: [new OmniFundTrigger()],
	},
];
