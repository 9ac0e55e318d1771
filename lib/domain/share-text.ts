/** A share of the traffic, as people write it: `12.5 %`. */
export function shareText(weight: number): string {
  return `${Number((weight * 100).toFixed(2))} %`;
}
