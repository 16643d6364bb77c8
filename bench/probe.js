// Preloaded into every measured server: reports the CPU and memory that its process has used.
// Threads load it too, but have no channel.
if (process.channel) {
  process.on('message', () =>
    process.send({ cpu: process.cpuUsage(), rss: process.memoryUsage.rss() })
  )
  // The channel alone must not keep the process alive.
  process.channel.unref()
  // Ends the server if the measurement failed.
  process.on('disconnect', () => process.exit())
}
