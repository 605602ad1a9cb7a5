import { readSchema, type SchemaReading } from '../core/schema/readSchema.ts';

/** Enough for the schemas that one window works with; each holds a tree of its text. */
const kept = 2;

const readings: { readonly text: string; readonly reading: SchemaReading }[] = [];

/**
 * `readSchema`, once for each text: reading a full-size schema is most of a preview's time, and the next user, the next person of a list
 * and a second look-up in the same run all have the same text. A reading depends on nothing but its text.
 */
export function readSchemaOnce(text: string): SchemaReading {
  const known = readings.find((candidate) => candidate.text === text) ?? { text, reading: readSchema(text) };
  const others = readings.filter((candidate) => candidate !== known);
  readings.splice(0, readings.length, known, ...others.slice(0, kept - 1));
  return known.reading;
}
