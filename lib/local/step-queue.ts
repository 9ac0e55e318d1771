/** Something that is due at a virtual time. */
export interface DueStep {
  readonly due: number;
  readonly sequence: number;
  readonly label: string;
  readonly run: () => void | Promise<void>;
  cancelled: boolean;
}

const SWEEP_FROM = 1000;

/** Binary heap ordered by due time, then by the order of insertion. */
export class StepQueue {
  private heap: DueStep[] = [];
  private cancelled = 0;

  push(step: DueStep): void {
    this.heap.push(step);
    let child = this.heap.length - 1;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      if (!this.swapIfEarlier(child, parent)) return;
      child = parent;
    }
  }

  /** Far-off steps that were cancelled would pile up, so they are swept out once they are the greater part. */
  cancel(step: DueStep): void {
    if (step.cancelled) return;
    step.cancelled = true;
    this.cancelled += 1;
    if (this.cancelled < SWEEP_FROM || this.cancelled < this.heap.length / 2) return;
    const kept = this.heap.filter(({ cancelled }) => !cancelled);
    this.heap = [];
    this.cancelled = 0;
    for (const one of kept) this.push(one);
  }

  /** The earliest step that was not cancelled, still in the queue. */
  peek(): DueStep | undefined {
    while (this.heap[0]?.cancelled) {
      this.cancelled -= 1;
      this.removeFirst();
    }
    return this.heap[0];
  }

  pop(): DueStep | undefined {
    const first = this.peek();
    if (first !== undefined) this.removeFirst();
    return first;
  }

  private removeFirst(): void {
    const last = this.heap.pop();
    if (last === undefined || this.heap.length === 0) return;
    this.heap[0] = last;
    let parent = 0;
    for (let child = 1; child < this.heap.length; child = 2 * parent + 1) {
      if (child + 1 < this.heap.length && this.isEarlier(child + 1, child)) child += 1;
      if (!this.swapIfEarlier(child, parent)) return;
      parent = child;
    }
  }

  private isEarlier(one: number, other: number): boolean {
    const [left, right] = [this.heap[one], this.heap[other]];
    if (left === undefined || right === undefined) return false;
    return left.due < right.due || (left.due === right.due && left.sequence < right.sequence);
  }

  private swapIfEarlier(one: number, other: number): boolean {
    const [left, right] = [this.heap[one], this.heap[other]];
    if (left === undefined || right === undefined || !this.isEarlier(one, other)) return false;
    this.heap[one] = right;
    this.heap[other] = left;
    return true;
  }
}
