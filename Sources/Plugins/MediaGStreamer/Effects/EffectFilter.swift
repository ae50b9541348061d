// SPDX-License-Identifier: GPL-3.0-or-later
public import PluginKit

/// The filters of effects, as GStreamer has them.
enum EffectFilter {
    /// A picture that grows on its way takes memory that nobody has; 2560 px a side is enough for a frame.
    private static let sizeLimit = "capsfilter caps=\"video/x-raw,width=[1,2560],height=[1,2560]\""

    /// A filter in gst-launch's language.
    ///
    /// - Parameters:
    ///   - element: checked by the parser: nothing in its values ends a quotation.
    ///   - name: what it is called in the pipeline.
    /// - Returns: the filter, and what keeps it within bounds.
    static func text(_ element: Effect.Element, name: String) -> String {
        let properties = element.properties.map { "\($0.name)=\"\($0.value)\"" }
        let filter = (["\(element.factory) name=\(name)"] + properties).joined(separator: " ")
        return element.factory == "videobox" ? "\(filter) ! \(sizeLimit)" : filter
    }

    /// Refuses a parameter that would change nothing.
    static func check(_ parameter: EffectParameter, of filter: Element) throws(MediaError) {
        guard !filter.object.hasProperty(parameter.property) else { return }
        throw .engine("\(filter.factoryName ?? filter.name) has no property “\(parameter.property)”")
    }
}

/// What GStreamer makes of an effect, before anybody uses it.
public enum EffectTrial {
    /// The first fault that the file's reader cannot know of: filters that are not installed, properties that they do
    /// not have, values that those do not take.
    ///
    /// - Parameter effect: what was read.
    /// - Returns: what is wrong; nil when GStreamer takes all of it, and when there is no GStreamer.
    public static func fault(of effect: Effect) async -> KeyFileError? { await look(at: effect) }

    @MediaActor
    private static func look(at effect: Effect) -> KeyFileError? {
        guard (try? GStreamerLibrary.load()) != nil else { return nil }
        var filters: [Element] = []
        for element in effect.elements {
            guard GStreamerLibrary.hasElement(element.factory) else {
                let package = EffectElements.packages(effect.kind)[element.factory].map { "; it is in \($0)" } ?? ""
                return effect.error("\(element.factory) is not installed\(package)")
            }
            do throws(MediaError) {
                let bin = try Element(bin: EffectFilter.text(element, name: "filter"), name: "trial")
                filters.append(try bin.child("filter"))
            } catch .engine(let words) {
                return effect.error("GStreamer says: \(words)")
            } catch {
                return effect.error("\(element.factory) cannot be made")
            }
        }
        for parameter in effect.parameters {
            do throws(MediaError) {
                try EffectFilter.check(parameter, of: filters[parameter.element])
            } catch .engine(let words) {
                return parameter.error(words)
            } catch {
                return parameter.error("it cannot be changed")
            }
        }
        return nil
    }
}
