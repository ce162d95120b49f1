/** Points and shapes as parameters. */
import { Digits, rounded } from './digits.ts';
import { FLOAT, isObject, ok, type Parameter, parsed, wrong } from './parameter.ts';

/** CrateDB: longitude first. An object says which is which. */
export function toPoint(given: unknown): Parameter {
  const value = typeof given === 'string' ? (parsed(given) ?? wktPoint(given)) : given;
  const pair = isObject(value)
    ? [value.longitude ?? value.lon ?? value.lng, value.latitude ?? value.lat]
    : value;
  if (!Array.isArray(pair) || pair.length !== 2) return wrong(POINT);
  const [longitude, latitude] = pair.map((given) => {
    const part = given instanceof Digits ? given.source : (given ?? Number.NaN);
    return typeof part === 'string' && !FLOAT.test(part.trim()) ? Number.NaN : Number(part);
  });
  if (longitude === undefined || latitude === undefined) return wrong(POINT);
  if (Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90) return ok([longitude, latitude]);
  return wrong(
    Number.isNaN(longitude + latitude) ? POINT : 'is not on earth: longitude comes first',
  );
}

const POINT = 'is no point; write it as POINT (longitude latitude)';

function wktPoint(text: string): unknown {
  return /^\s*POINT\s*\(\s*(\S+)\s+(\S+)\s*\)\s*$/i.exec(text)?.slice(1);
}

/** WKT as text, GeoJSON as an object. CrateDB checks the rest. */
export function toShape(given: unknown): Parameter {
  const value = typeof given === 'string' ? (parsed(given) ?? given.trim()) : given;
  if (typeof value === 'string' && /^[a-z]+\s*\(.*\)$/is.test(value)) return ok(value);
  const shape = isObject(value) && typeof value.type === 'string' ? rounded(value) : null;
  return shape ?? wrong('is no shape; write it as WKT or GeoJSON');
}
