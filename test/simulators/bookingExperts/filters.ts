/*
 * The filters that are named for each collection, by type of record. `draft`: the vendor's own reference
 * (github.com/bookingexperts/bookingexperts_api_v3, source/index.html.md, 2020-06-09). `client`: what a public client
 * sends that links the vendor's reference for each (github.com/PipedreamHQ/pipedream, components/booking_experts,
 * 2025, and its issue 19312). Every collection has `id`.
 */
const NAMED: Record<string, string> = {
	// draft
	administration:
		'name phone website description surroundings_description available_locales utc_offset',
	application_command:
		'identifier name description context_model http_method target_url enabled_script created_at updated_at',
	invoice:
		'invoice_nr foreign_total foreign_total_open foreign_currency administration reservation',
	order:
		'reservation_days packaged_date_range primary_package_id extra_package_ids currency total administration main_order_items extra_order_items',
	payment: 'paid_at foreign_price memo invoice',
	reservation:
		'booking_nr last_name start_date end_date state rentable created_at updated_at administration order',
	webhook_endpoint: 'target_url confirm_strategy events created_at updated_at',
	// client
	amenity: 'name type position semantic_amenity_type amenity_group amenity_options',
	booking:
		'owner channel customer reservations booking_nr confirmed_at reference_nr created_at updated_at',
	guest:
		'first_name last_name email phone gender country_code date_of_birth address city postal_code province municipality document_type document_number document_issue_date visa_number',
	inventory_object: 'name labels',
	rentable: 'inventory_object',
	rentable_type: 'name',
};

/** Whether a paper names this filter for records of a type; a type that no paper lists has `id` alone. */
export const isFilter = (type: string, name: string): boolean =>
	name === 'id' || (NAMED[type]?.split(' ').includes(name) ?? false);
