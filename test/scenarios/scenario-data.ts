/** An outcome as a client sends it. */
export interface SentOutcome {
  readonly id: string;
  readonly time: string;
  readonly label: string;
  readonly features: Readonly<Record<string, number | string | null>>;
}

const plans = ['free', 'basic', 'pro'] as const;
const planEffect = { free: -0.8, basic: 0, pro: 0.8 } as const;

/** A number from 0 to 1 that follows from a text alone. */
function uniform(text: string): number {
  let hash = 2_166_136_261;
  for (const character of text) hash = Math.imul(hash ^ character.charCodeAt(0), 16_777_619);
  hash = Math.imul(hash ^ (hash >>> 16), 2_246_822_507);
  hash = Math.imul(hash ^ (hash >>> 13), 3_266_489_909);
  return ((hash ^ (hash >>> 16)) >>> 0) / 4_294_967_296;
}

/** What customers are like, and what they do. */
export interface World {
  /** `plain`: visits and plan decide; `turned`: they decide the other way; `noise`: nothing does; `yes`: all say yes. */
  readonly kind: 'plain' | 'turned' | 'noise' | 'yes';
}

export function sampleFeatures(id: string): Record<string, number | string | null> {
  const plan = plans[Math.floor(uniform(`${id} plan`) * plans.length)] ?? 'free';
  const age = uniform(`${id} gap`) < 0.05 ? null : Math.round(20 + 50 * uniform(`${id} age`));
  return { age, visits: Math.round(20 * uniform(`${id} visits`)), plan };
}

/** The outcome of one customer; the same id in the same world always gives the same one. */
export function sampleOutcome(id: string, time: string, { kind }: World): SentOutcome {
  const features = sampleFeatures(id);
  const drive = (Number(features.visits) - 10) / 4 + planEffect[features.plan as (typeof plans)[number]];
  const turned = kind === 'turned' ? -drive : drive;
  const chance = kind === 'noise' ? 0.5 : 1 / (1 + Math.exp(-turned));
  const label = kind === 'yes' || uniform(`${id} ${kind}`) < chance ? 'yes' : 'no';
  return { id, time, label, features };
}
