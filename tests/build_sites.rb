# `jekyll build` in one folder after another: the folder of each on a line → whether it was built. Half of what that
# command takes or more is the start of Ruby and of Jekyll, which happens once here: each site has a process of its own,
# forked from the one that has started.
require "jekyll"

$stdout.sync = true
$stdin.each_line(:chomp => true) do |folder|
  built = fork do
    Dir.chdir(folder)
    Jekyll::Commands::Build.process("quiet" => true, "disable_disk_cache" => true)
  end
  Process.wait(built)
  puts $?.success?
end
