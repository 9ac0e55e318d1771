import { replayDay } from './replay.ts';

const [, , assembly = '', seed = '1', behaviour] = process.argv;

console.log(JSON.stringify(await replayDay(assembly, seed, behaviour === 'bad' ? 'bad' : 'good')));
