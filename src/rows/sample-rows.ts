/** The lines of the samples that list rows. */

export const sampleKeys = [{}, { row_key: '["Acme","18"]' }, { row_key: '["Zenith","4"]' }];

export const sampleNumbers = [{}, { row_number: 2 }, { row_number: 3 }];
