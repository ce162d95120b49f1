import { randomUUID } from 'node:crypto';

/** A file that Zapier holds. */
export type StoredFile = {
  url: string;
  name: string;
  type: string;
  bytes: Buffer;
};

/** Zapier's file store: a signed form that `z.stashFile` posts to, and a public address per file. */
export function createFiles({ refuses = false }: { refuses?: boolean } = {}) {
  const files: StoredFile[] = [];
  const signatures = new Map<string, string>();

  const keep = (file: StoredFile) => {
    files.push(file);
    return file;
  };

  return {
    list: files,
    find: (url: string) => files.find((file) => file.url === url),

    /** The answer of the RPC method `get_presigned_upload_post_data`. */
    presign(base: string) {
      const key = randomUUID();
      const signature = randomUUID();
      signatures.set(key, signature);
      return { url: base, fields: { key, 'x-amz-signature': signature } };
    },

    /**
     * Takes one posted form. A signature is good for one file.
     * @returns false if the form is not signed, or no file is taken
     */
    async accept(base: string, body: Buffer, contentType: string): Promise<boolean> {
      const headers = { 'content-type': contentType };
      const form = await new Response(new Uint8Array(body), { headers }).formData();
      const key = String(form.get('key'));
      const file = form.get('file');
      const signature = signatures.get(key);
      if (!signature || form.get('x-amz-signature') !== signature) return false;
      if (!file || refuses) return false;
      signatures.delete(key);
      const isFile = typeof file !== 'string';
      const bytes = isFile ? Buffer.from(await file.arrayBuffer()) : Buffer.from(file);
      const url = new URL(key, base).href;
      const name = isFile ? file.name : key;
      keep({ url, name, type: String(form.get('Content-Type')), bytes });
      return true;
    },

    /** A file that another app's step brought. */
    add(base: string, file: { name: string; type: string; bytes: Buffer | string }): StoredFile {
      const url = new URL(randomUUID(), base).href;
      const bytes = typeof file.bytes === 'string' ? Buffer.from(file.bytes) : file.bytes;
      return keep({ ...file, bytes, url });
    },
  };
}

export type Files = ReturnType<typeof createFiles>;
