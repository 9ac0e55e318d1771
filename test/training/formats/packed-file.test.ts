import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { ModelFileBroken } from '../../../lib/training/formats/model-file.ts';
import { unpackedFile } from '../../../lib/training/formats/packed-file.ts';
import { savedModel } from './xgboost-reference.ts';

const model = savedModel('binary', 'ubj');

interface Member {
  readonly name: string;
  readonly content: Uint8Array;
  /** `0` is a file. */
  readonly type?: string;
}

/** A tar as GNU tar writes it, without what nobody reads. */
function tarOf(members: readonly Member[]): Buffer {
  const blocks = members.map(({ name, content, type = '0' }) => {
    const header = Buffer.alloc(512);
    header.write(name, 0);
    header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124);
    header.write(type, 156);
    header.write('ustar\0', 257);
    return Buffer.concat([header, content, Buffer.alloc((512 - (content.length % 512)) % 512)]);
  });
  return Buffer.concat([...blocks, Buffer.alloc(1_024)]);
}

const file: Member = { name: 'xgboost-model', content: model };

describe('the model is found', () => {
  test.each([
    ['as it is', model],
    ['in a gzip', gzipSync(model)],
    ['in a tar', tarOf([file])],
    ['in model.tar.gz', gzipSync(tarOf([file]))],
    ['beside its folder', tarOf([{ name: './', content: Buffer.alloc(0), type: '5' }, file])],
    ['behind a header of pax', tarOf([{ name: 'pax', content: Buffer.from('20 mtime=1.5\n'), type: 'x' }, file])],
  ])('%s', (_, packed) => {
    expect(Buffer.from(unpackedFile(packed)).equals(model)).toBe(true);
  });
});

describe('an archive is refused', () => {
  test.each([
    ['of two files', tarOf([file, { ...file, name: 'other' }]), /one file, the model, got "2 files"/],
    ['of none', tarOf([{ name: 'x', content: Buffer.alloc(0), type: '5' }]), /got "0 files"/],
    ['that is cut off', tarOf([file]).subarray(0, 2_000), /should be whole/],
    ['that is no whole gzip', gzipSync(model).subarray(0, 100), /a whole gzip/],
    ['with a size that is no number', Buffer.from(tarOf([file])).fill('z', 124, 135), /octal digits/],
  ])('%s', (_, packed, message) => {
    expect(() => unpackedFile(packed)).toThrow(ModelFileBroken);
    expect(() => unpackedFile(packed)).toThrow(message);
  });

  test('that unpacks to more than the most, and not one of just as much', () => {
    const packed = gzipSync(Buffer.alloc(10_000));

    expect(unpackedFile(packed, 10_000)).toHaveLength(10_000);
    expect(() => unpackedFile(packed, 9_999)).toThrow(/at most 9999 bytes unpacked, got "more"/);
    expect(() => unpackedFile(Buffer.alloc(10_000), 9_999)).toThrow(/got "10000 bytes"/);
  });
});
