import type { IHookFunctions } from 'n8n-workflow';

/** The webhook methods of a trigger whose address the user enters at the provider: there is nothing to register. */
export const registeredByHand = {
	async checkExists(this: IHookFunctions): Promise<boolean> {
		return true;
	},
	async create(this: IHookFunctions): Promise<boolean> {
		return true;
	},
	async delete(this: IHookFunctions): Promise<boolean> {
		return true;
	},
};
