// Preloaded into every server that is measured: tells what its process has used, all its threads together.
// Threads load it too, but have no channel.
if (process.channel) {
  process.on('message', () =>
    process.send({ cpu: process.cpuUsage(), rss: process.memoryUsage.rss() })
  )
  // To be asked does not keep a process alive.
  process.channel.unref()
  // None outlives a measurement that failed.
  process.on('disconnect', () => process.exit())
}
