export async function measureStarts() {}
