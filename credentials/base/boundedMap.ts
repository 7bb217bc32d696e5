/** A map that forgets the entries set longest ago when it is full. */
export class BoundedMap<V> extends Map<string, V> {
	constructor(private readonly capacity: number) {
		super();
	}

	override set(key: string, value: V): this {
		this.delete(key);
		super.set(key, value);
		if (this.size > this.capacity) {
			const [oldest = ''] = this.keys();
			this.delete(oldest);
		}
		return this;
	}
}
