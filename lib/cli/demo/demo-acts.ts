/** A retrain, and what happens until the next one. */
export interface Hour {
  readonly title: string;
  readonly text: string;
  /** Of all customers, the share that comes in it. */
  readonly share: number;
  /** Whether the file with the mixed labels arrives in it. */
  readonly lateFile?: boolean;
  readonly breaks?: 'canary' | 'champion';
  /** When it ends, in milliseconds since 1970. @default just before the next retrain */
  readonly until?: number;
}

export const firstRetrain: Hour = {
  title: 'The first retrain',
  text: 'The schedule fires. The retrain trains on the outcomes of the last seven days and compares with the constant score. From now on customers come, in the order of time; how it went with each of them is reported ten minutes later.',
  share: 0.34,
};

export const drift: Hour = {
  title: 'Has the world drifted?',
  text: 'The retrain reads the outcomes of the last hour as well. Where customers have changed, the candidate is better than the champion.',
  share: 0.1,
};

export const noChange: Hour = {
  title: 'Has it drifted again?',
  text: 'A candidate that is better on the holdout may be so by chance. Where the rows are too few to tell, or there is nothing to gain, the champion stays.',
  share: 0.02,
};

export const nothingNew: Hour = {
  title: 'Too little is new',
  text: 'Hardly anybody came in the last hour.',
  share: 0.18,
  lateFile: true,
};

export const wrongLabels: Hour = {
  title: 'A candidate learns from wrong labels',
  text: 'A late file has arrived with outcomes of seven days ago. An error upstream has put their labels on the wrong rows, and nobody has noticed.',
  share: 0.2,
};

export const failing: Hour = {
  title: 'A challenger fails on part of its traffic',
  text: 'The late file has left the window. As soon as the new challenger has half of the traffic, the demo makes three of five of its requests fail.',
  share: 0.15,
  breaks: 'canary',
};

export const slow: Hour = {
  title: 'A champion turns slow',
  text: 'The next challenger is left alone on its canary. As soon as it is promoted, the demo makes it take 0.9 seconds for an answer.',
  share: 0,
  breaks: 'champion',
};

export const COMPLAINT = 'complaints about its scores: back to what worked';
