import type { INodeProperties, INodeType } from 'n8n-workflow';
import { evidence as billitEvidence } from '../../nodes/Billit/evidence';
import { resources as billit } from '../../nodes/Billit/resources';
import { Billit } from '../../nodes/Billit/Billit.node.ts';
import { BillitTrigger } from '../../nodes/Billit/BillitTrigger.node.ts';
import { evidence as bookingExpertsEvidence } from '../../nodes/BookingExperts/evidence';
import { resources as bookingExperts } from '../../nodes/BookingExperts/resources';
import { BookingExperts } from '../../nodes/BookingExperts/BookingExperts.node.ts';
import { BookingExpertsPollingTrigger } from '../../nodes/BookingExperts/BookingExpertsPollingTrigger.node.ts';
import { BookingExpertsTrigger } from '../../nodes/BookingExperts/BookingExpertsTrigger.node.ts';
import { evidence as lucaEvidence } from '../../nodes/Luca/evidence';
import { resources as luca } from '../../nodes/Luca/resources';
import { Luca } from '../../nodes/Luca/Luca.node.ts';
import { LucaTrigger } from '../../nodes/Luca/LucaTrigger.node.ts';
import { evidence as microBiltEvidence } from '../../nodes/MicroBilt/evidence';
import { resources as microBilt } from '../../nodes/MicroBilt/resources';
import { MicroBilt } from '../../nodes/MicroBilt/MicroBilt.node.ts';
import { evidence as omniFundEvidence } from '../../nodes/OmniFund/evidence';
import { resources as omniFund } from '../../nodes/OmniFund/resources';
import { OmniFund } from '../../nodes/OmniFund/OmniFund.node.ts';
import { OmniFundTrigger } from '../../nodes/OmniFund/OmniFundTrigger.node.ts';
import type { Evidence } from '../../nodes/shared/operation/evidence';
import type { Resource } from '../../nodes/shared/operation/operation';

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
	evidence: Evidence;
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
		evidence: billitEvidence,
		triggers: [new BillitTrigger()],
	},
	{
		file: 'booking-experts',
		folder: 'BookingExperts',
		node: new BookingExperts(),
		resources: bookingExperts,
		evidence: bookingExpertsEvidence,
		triggers: [new BookingExpertsTrigger(), new BookingExpertsPollingTrigger()],
	},
	{
		file: 'luca-regnskap',
		folder: 'Luca',
		node: new Luca(),
		resources: luca,
		evidence: lucaEvidence,
		triggers: [new LucaTrigger()],
	},
	{
		file: 'microbilt',
		folder: 'MicroBilt',
		node: new MicroBilt(),
		resources: microBilt,
		evidence: microBiltEvidence,
	},
	{
		file: 'omnifund',
		folder: 'OmniFund',
		node: new OmniFund(),
		resources: omniFund,
		evidence: omniFundEvidence,
		triggers: [new OmniFundTrigger()],
	},
];
