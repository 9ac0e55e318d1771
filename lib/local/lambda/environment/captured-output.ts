import { StringDecoder } from 'node:string_decoder';

/** Takes what is written to a stream and cuts it into lines. */
export class CapturedOutput {
  private readonly lines: string[] = [];
  private readonly decoder = new StringDecoder();
  private rest = '';

  /** In place of a stream's `write`. */
  readonly write = (chunk: string | Uint8Array, ...more: unknown[]): boolean => {
    this.rest += typeof chunk === 'string' ? chunk : this.decoder.write(Buffer.from(chunk));
    const complete = this.rest.split('\n');
    this.rest = complete.pop() ?? '';
    this.lines.push(...complete);
    const done = more.find((one) => typeof one === 'function');
    if (done) process.nextTick(done);
    return true;
  };

  /** Lines since the last call; a last one without an end only when asked for. */
  take(unfinished: boolean): string[] {
    if (unfinished && this.rest !== '') {
      this.lines.push(this.rest);
      this.rest = '';
    }
    return this.lines.splice(0);
  }
}
