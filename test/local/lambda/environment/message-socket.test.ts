import { describe, expect, test } from 'vitest';
import { MessageSocket } from '../../../../lib/local/lambda/environment/message-socket.ts';
import { VirtualTimers } from '../../../../lib/local/lambda/environment/virtual-timers.ts';
import type { OutboundEvent } from '../../../../lib/local/lambda/environment-protocol.ts';

function setUp() {
  const sent: OutboundEvent[] = [];
  const timers = new VirtualTimers(0);
  const socket = new MessageSocket({ connection: 7, host: 'here', port: 80 }, (event) => sent.push(event), timers);
  const happened: string[] = [];
  for (const name of ['timeout', 'end', 'close']) socket.on(name, () => happened.push(name));
  socket.on('error', (error) => happened.push(error.message));
  socket.on('data', (chunk) => happened.push(String(chunk)));
  return { sent, timers, socket, happened, turn: () => new Promise((resolve) => setImmediate(resolve)) };
}

describe('a connection over messages', () => {
  test('tells what the code does with it', async () => {
    const { sent, socket, turn } = setUp();

    socket.write('ab');
    socket.end();
    await turn();
    socket.destroy();
    await turn();

    expect(sent).toEqual([
      { kind: 'open', connection: 7, host: 'here', port: 80 },
      { kind: 'bytes', connection: 7, bytes: new Uint8Array([97, 98]) },
      { kind: 'end', connection: 7 },
      { kind: 'close', connection: 7 },
    ]);
  });

  test('looks connected, and takes the settings of a real socket', () => {
    const { socket } = setUp();

    expect(socket).toMatchObject({ connecting: false, remoteAddress: 'here', remotePort: 80 });
    expect(socket.setNoDelay().setKeepAlive().ref().unref()).toBe(socket);
  });

  test('takes what the other side does', async () => {
    const { socket, happened, turn } = setUp();

    socket.receive({ kind: 'bytes', bytes: new Uint8Array([97]) });
    await turn();
    socket.receive({ kind: 'end' });
    await turn();
    socket.receive({ kind: 'close', error: { code: 'ECONNREFUSED', message: 'nobody is there' } });
    await turn();

    expect(happened).toEqual(['a', 'end', 'nobody is there', 'close']);
  });

  test('times out in virtual time when it is idle, for as often as it is', async () => {
    const { socket, happened, timers } = setUp();
    socket.setTimeout(10, () => happened.push('once'));
    timers.now = 5;
    socket.write('x');
    expect(timers.nextDue()).toBe(15);
    timers.now = 9;
    socket.receive({ kind: 'bytes', bytes: new Uint8Array() });
    expect(timers.nextDue()).toBe(19);
    timers.now = 19;

    timers.takeDue()?.fire();

    expect(happened).toEqual(['timeout', 'once']);
    socket.setTimeout(10);
    socket.setTimeout(0);
    expect(timers.nextDue()).toBeNull();
  });
});
