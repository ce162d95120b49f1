import { isObject, makeObject, type ObjectValue, type Value } from './value.ts';

type Nested = number[] | Nested[];

/** Types of GeoJSON by their names in WKT, with how deep their coordinates are nested. */
const SHAPES: Record<string, { type: string; depth: number }> = {
  POINT: { type: 'Point', depth: 0 },
  LINESTRING: { type: 'LineString', depth: 1 },
  MULTIPOINT: { type: 'MultiPoint', depth: 1 },
  POLYGON: { type: 'Polygon', depth: 2 },
  MULTILINESTRING: { type: 'MultiLineString', depth: 2 },
  MULTIPOLYGON: { type: 'MultiPolygon', depth: 3 },
};

const inRange = ([x, y]: number[]): boolean =>
  x !== undefined && y !== undefined && Math.abs(x) <= 180 && Math.abs(y) <= 90;

const numberPair = (text: string): number[] | undefined => {
  const parts = text.trim().split(/\s+/);
  if (parts.length < 2 || parts.length > 3) return undefined;
  const numbers = parts.map(Number);
  return numbers.some(Number.isNaN) ? undefined : numbers.slice(0, 2);
};

/** Splits `(a, b), (c)` at the commas that stand in no bracket. */
function splitOutside(text: string): string[] {
  const parts: string[] = [];
  let [depth, start] = [0, 0];
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '(') depth++;
    else if (text[i] === ')') depth--;
    else if (text[i] === ',' && depth === 0) {
      parts.push(text.slice(start, i));
      start = i + 1;
    }
  }
  return [...parts, text.slice(start)];
}

function readNested(text: string, depth: number): Nested | undefined {
  if (depth === 0) return numberPair(text.replace(/^\s*\(|\)\s*$/g, ''));
  const parts = splitOutside(text).map((part) => {
    const trimmed = part.trim();
    const inner = depth > 1 ? /^\(([\s\S]*)\)$/.exec(trimmed)?.[1] : trimmed;
    return inner === undefined ? undefined : readNested(inner, depth - 1);
  });
  return parts.includes(undefined) ? undefined : (parts as Nested[]);
}

/** GeoJSON of a text in WKT; undefined for anything else. */
export function parseWkt(text: string): ObjectValue | undefined {
  const match = /^\s*([A-Za-z]+)\s*\(([\s\S]*)\)\s*$/.exec(text);
  const name = match?.[1]?.toUpperCase() ?? '';
  const body = match?.[2] ?? '';
  if (name === 'GEOMETRYCOLLECTION') {
    const shapes = splitOutside(body).map(parseWkt);
    if (shapes.includes(undefined)) return undefined;
    return makeObject([
      ['geometries', shapes as ObjectValue[]],
      ['type', 'GeometryCollection'],
    ]);
  }
  const shape = SHAPES[name];
  const coordinates = shape && readNested(body, shape.depth);
  if (!shape || !coordinates) return undefined;
  return checked(
    makeObject([
      ['coordinates', coordinates as Value],
      ['type', shape.type],
    ]),
  );
}

/** GeoJSON as it is stored, from an object that a client sent; undefined when it is no shape. */
export function readGeoJson(value: ObjectValue): ObjectValue | undefined {
  const type = String(value.type ?? '');
  if (type.toLowerCase() === 'geometrycollection' && Array.isArray(value.geometries)) {
    const shapes = value.geometries.map((it) => (isObject(it) ? readGeoJson(it) : undefined));
    if (shapes.includes(undefined)) return undefined;
    return makeObject([
      ['geometries', shapes as ObjectValue[]],
      ['type', 'GeometryCollection'],
    ]);
  }
  const shape = SHAPES[type.toUpperCase()];
  const coordinates = shape && toNumbers(value.coordinates ?? null, shape.depth);
  if (!shape || !coordinates) return undefined;
  return checked(
    makeObject([
      ['coordinates', coordinates as Value],
      ['type', shape.type],
    ]),
  );
}

function toNumbers(value: Value, depth: number): Nested | undefined {
  if (!Array.isArray(value)) return undefined;
  if (depth === 0) {
    const numbers = value.map(Number);
    return numbers.length < 2 || numbers.some(Number.isNaN) ? undefined : numbers;
  }
  const parts = value.map((it) => toNumbers(it, depth - 1));
  return parts.includes(undefined) ? undefined : (parts as Nested[]);
}

function checked(shape: ObjectValue): ObjectValue | undefined {
  const rings = shape.type === 'Polygon' ? [shape.coordinates] : [];
  const polygons = shape.type === 'MultiPolygon' ? (shape.coordinates as Value[]) : rings;
  for (const polygon of polygons) {
    for (const ring of (polygon as number[][][]) ?? []) {
      const [start, end] = [ring[0], ring.at(-1)];
      if (ring.length < 4 || start?.[0] !== end?.[0] || start?.[1] !== end?.[1]) return undefined;
    }
  }
  return everyPoint(shape.coordinates as Nested, inRange) ? shape : undefined;
}

function everyPoint(nested: Nested, test: (point: number[]) => boolean): boolean {
  return typeof nested[0] === 'number'
    ? test(nested as number[])
    : (nested as Nested[]).every((it) => everyPoint(it, test));
}

/** Longitude and latitude of a list of two or of `POINT (9.74 47.41)`; undefined when it is no place. */
export function readPoint(value: Value): number[] | null | undefined {
  if (typeof value === 'string') {
    const trimmed = value.trim();
    if (trimmed.startsWith('[')) {
      try {
        return readPoint(JSON.parse(trimmed) as Value);
      } catch {
        return undefined;
      }
    }
    const shape = parseWkt(value);
    return shape?.type === 'Point' ? (shape.coordinates as number[]) : undefined;
  }
  if (!Array.isArray(value) || value.length !== 2) return undefined;
  if (value[0] === null || value[1] === null) return null;
  const isNumeric = (it: Value | undefined) => typeof it === 'number' || typeof it === 'bigint';
  if (!isNumeric(value[0]) || !isNumeric(value[1])) return undefined;
  const point = value.map(Number);
  return inRange(point) ? point : undefined;
}

const EARTH = 6_371_008.7714;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Meters on the great circle between two points, as Lucene's haversine gives them. */
export function distance([x1 = 0, y1 = 0]: number[], [x2 = 0, y2 = 0]: number[]): number {
  const [dLat, dLon] = [radians(y2 - y1), radians(x2 - x1)];
  const h =
    Math.sin(dLat / 2) ** 2 +
    Math.cos(radians(y1)) * Math.cos(radians(y2)) * Math.sin(dLon / 2) ** 2;
  return 2 * EARTH * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** Whether a point lies in a polygon of GeoJSON: within its outer ring, outside of its holes. */
export function isWithin(point: number[], shape: ObjectValue): boolean | undefined {
  const inRing = (ring: number[][]): boolean => {
    let inside = false;
    const [x = 0, y = 0] = point;
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [xi = 0, yi = 0] = ring[i] ?? [];
      const [xj = 0, yj = 0] = ring[j] ?? [];
      if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
    }
    return inside;
  };
  const inPolygon = ([outer, ...holes]: number[][][]): boolean =>
    outer !== undefined && inRing(outer) && !holes.some(inRing);
  if (shape.type === 'Polygon') return inPolygon(shape.coordinates as unknown as number[][][]);
  if (shape.type === 'MultiPolygon') {
    return (shape.coordinates as unknown as number[][][][]).some(inPolygon);
  }
  return undefined;
}
