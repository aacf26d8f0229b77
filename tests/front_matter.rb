# What Jekyll's own code reads in each file: its bytes in base64 on a line of JSON → a line of JSON with its values, or
# with a word for why there are none.
require "json"
require "tempfile"
require "jekyll"

# A value as both sides write it: a date or a time as its ISO text, a key as its text.
def plain(value)
  case value
  when Hash then value.to_h { |key, item| [plain_key(key), plain(item)] }
  when Array then value.map { |item| plain(item) }
  when Time then value.getutc.strftime("%Y-%m-%dT%H:%M:%S+00:00")
  when Date then value.iso8601
  when Float then value.finite? ? value : value.to_s
  else value
  end
end

def plain_key(key)
  [Date, Time].any? { |type| key.is_a?(type) } ? plain(key) : key.to_s
end

# As Jekyll::Reader and Jekyll::Document#read_content do.
def read(bytes, file)
  File.binwrite(file, bytes)
  return "static" unless Jekyll::Utils.has_yaml_header?(file)

  content = File.read(file, :encoding => "bom|utf-8")
  return "no fields" unless content =~ Jekyll::Document::YAML_FRONT_MATTER_REGEXP

  plain(Jekyll::Utils.safe_load_yaml(Regexp.last_match(1)))
rescue StandardError => e
  e.class.name
end

Tempfile.create("document") do |file|
  $stdin.each_line do |line|
    puts JSON.generate(read(JSON.parse(line).unpack1("m0"), file.path))
  end
end
