/**
 * Numbers the strongly connected components of a directed graph: two nodes share a number when
 * each can be driven to from the other (Tarjan, 1972, without recursion).
 */
export function strongComponents(
  nodeCount: number,
  edges: readonly { readonly from: number; readonly to: number }[],
): Int32Array {
  const leaving: number[][] = Array.from({ length: nodeCount }, () => []);
  for (const { from, to } of edges) leaving[from]!.push(to);
  const component = new Int32Array(nodeCount).fill(-1);
  const order = new Int32Array(nodeCount).fill(-1);
  const lowest = new Int32Array(nodeCount);
  const open: number[] = [];
  let [visited, found] = [0, 0];
  for (let root = 0; root < nodeCount; root++) {
    if (order[root] !== -1) continue;
    const path: { node: number; next: number }[] = [{ node: root, next: 0 }];
    while (path.length > 0) {
      const step = path.at(-1)!;
      const { node } = step;
      if (step.next === 0) {
        order[node] = lowest[node] = visited++;
        open.push(node);
      }
      const to = leaving[node]![step.next++];
      if (to !== undefined) {
        if (order[to] === -1) path.push({ node: to, next: 0 });
        else if (component[to] === -1) lowest[node] = Math.min(lowest[node]!, order[to]!);
        continue;
      }
      path.pop();
      const parent = path.at(-1)?.node;
      if (parent !== undefined) lowest[parent] = Math.min(lowest[parent]!, lowest[node]!);
      if (lowest[node] !== order[node]) continue;
      for (let member = open.pop(); member !== undefined; member = open.pop()) {
        component[member] = found;
        if (member === node) break;
      }
      found++;
    }
  }
  return component;
}

/** The number that most nodes share; -1 when there are none. */
export function largestComponent(component: Int32Array): number {
  const sizes = new Map<number, number>();
  for (const number of component) sizes.set(number, (sizes.get(number) ?? 0) + 1);
  let [largest, size] = [-1, 0];
  for (const [number, count] of sizes) if (count > size) [largest, size] = [number, count];
  return largest;
}
